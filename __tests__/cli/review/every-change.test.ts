import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  APPLICATION,
  type Attributes,
  AUTHENTIK_PROVIDER,
  EXPRESSION_POLICY,
  GROUP,
  OAUTH2_PROVIDER,
  POLICY_BINDING,
  RESTAPI_OBJECT,
  RESTAPI_PROVIDER,
  SETTING_NAMES,
  SETTINGS,
} from "../../../lib/fields/index";
import { reviewPlan } from "../../../cli/review/index";
import { RESOURCES, smallPlan, STATED, type Values, type Wish } from "./small-plan";

const TABLES: Readonly<Record<string, Attributes>> = {
  authentik_application: APPLICATION,
  authentik_provider_oauth2: OAUTH2_PROVIDER,
  authentik_policy_binding: POLICY_BINDING,
  authentik_policy_expression: EXPRESSION_POLICY,
  authentik_group: GROUP,
  restapi_object: RESTAPI_OBJECT,
};

interface Schema {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly block_types?: Readonly<Record<string, unknown>>;
}

/** The pinned schemas of both Terraform providers. */
function schemas(name: string) {
  const file = join(__dirname, "../../../providers", name);
  const text = readFileSync(file, "utf8");
  const { provider_schemas } = JSON.parse(text) as {
    provider_schemas: Record<
      string,
      {
        provider: { block: Schema };
        resource_schemas: Record<string, { block: Schema }>;
        data_source_schemas?: Record<string, unknown>;
      }
    >;
  };
  const [schema] = Object.values(provider_schemas);
  if (schema === undefined) throw new Error(`${file} has no schema`);
  return schema;
}

const AUTHENTIK = schemas("authentik/authentik@2026.5.0.json");
const RESTAPI = schemas("restapi/restapi@3.0.0.json");

const namesIn = ({ attributes, block_types }: Schema): string[] =>
  Object.keys({ ...attributes, ...block_types });

/** A resource of the small plan of each type that it has, by the name in its address. */
const ADDRESSES = Object.keys(RESOURCES).map((address) => address.split(".") as [string, string]);

const verdictOf = (wish: Wish): string => reviewPlan(smallPlan(wish)).verdict;

/** Values that an attribute might get, whatever its type. */
const VALUES: readonly unknown[] = [
  "https://evil.example/",
  "another",
  "",
  true,
  false,
  0,
  7,
  null,
  [],
  ["another"],
  [{ url: "https://evil.example/oauth-callback.php", matching_mode: "strict" }],
  { another: "value" },
];

/** Whether a row calls any change of an attribute harmless: by itself, or for some of its values. */
const mayBeHarmless = (row: Attributes[string] | undefined): boolean =>
  row !== undefined && (typeof row.effect === "function" || row.effect.verdict === "harmless");

/** Attributes of which some changes are harmless: with which values, their own tests say. */
const HARMLESS_FOR_SOME: readonly string[] = [
  "authentik_application.meta_launch_url",
  "authentik_application.meta_hide",
  "restapi_object.ignore_changes_to",
  "restapi_object.ignore_server_additions",
];

describe("a plan that changes one attribute alone", () => {
  const cases = Object.entries({
    ...AUTHENTIK.resource_schemas,
    ...RESTAPI.resource_schemas,
  }).flatMap(([type, { block }]) =>
    ADDRESSES.filter(([own]) => own === type).flatMap(([, name]) =>
      namesIn(block).map((attribute) => [type, name, attribute] as const),
    ),
  );

  test("is tried for every attribute of the types that an integration has", () => {
    expect(cases.length).toBeGreaterThan(140);
  });

  test.each(cases)(
    "%s %s: %s is safe only where its row says harmless",
    (type, name, attribute) => {
      const row = TABLES[type]?.[attribute];
      const before = RESOURCES[`${type}.${name}`]?.[attribute];
      for (const value of VALUES) {
        if (JSON.stringify(value) === JSON.stringify(before)) continue;
        const wish: Wish = { resources: { [name]: { [attribute]: value } } };
        const verdict = verdictOf(wish);
        if (verdict !== "safe" && verdict !== "nothing") continue;
        const mayBe =
          HARMLESS_FOR_SOME.includes(`${type}.${attribute}`) ||
          (typeof row?.effect !== "function" && row?.effect.verdict === "harmless");
        expect([attribute, value, verdict, mayBe]).toEqual([attribute, value, "safe", true]);
      }
      const unknown = verdictOf({ unknown: { [name]: { [attribute]: true } } });
      const answer = row?.shown === "elsewhere" && type === "restapi_object";
      if (!answer) expect([attribute, unknown]).not.toEqual([attribute, "safe"]);
      expect(unknown).not.toBe("nothing");
    },
  );

  test("that no version of the schema has is looked at twice, by name", () => {
    const review = reviewPlan(smallPlan({ resources: { provider: { of_tomorrow: 1 } } }));
    expect(review.verdict).toBe("look-twice");
    expect(JSON.stringify(review.integrations[0]?.reasons)).toContain("of_tomorrow");
  });
});

describe("a plan that changes one setting alone", () => {
  test.each(SETTING_NAMES)("%s is safe only where its row says harmless", (name) => {
    const { effect } = SETTINGS[name];
    for (const value of VALUES) {
      const verdict = verdictOf({ settings: { [name]: value } });
      const harmless = typeof effect !== "function" && effect.verdict === "harmless";
      const unchanged = verdict === "nothing";
      if (!harmless && !unchanged)
        expect([name, value, verdict]).not.toEqual([name, value, "safe"]);
    }
  });

  test("that is not in the table is refused", () => {
    expect(verdictOf({ settings: { smtpServer: "mail.evil.example" } })).toBe("refused");
  });
});

describe("a plan that changes one part of a provider block alone", () => {
  const rename: Wish = { provider: { name: "CRM" } };
  const cases = (
    [
      ["authentik", AUTHENTIK.provider.block, AUTHENTIK_PROVIDER],
      ["restapi", RESTAPI.provider.block, RESTAPI_PROVIDER],
    ] as const
  ).flatMap(([key, block, rows]) =>
    [...namesIn(block), "of_tomorrow"].map((name) => [key, name, rows as Attributes] as const),
  );

  test("the same block without a change is safe", () => {
    expect(verdictOf(rename)).toBe("safe");
  });

  test.each(cases)("%s: %s is safe only where its row says harmless", (key, name, rows) => {
    for (const value of [true, "https://evil.example", ["another"], { another: "value" }]) {
      const verdict = verdictOf({
        ...rename,
        blocks: { [key]: { [name]: { constant_value: value } } },
      });
      const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
      const certificates = ["cert_string", "root_ca_string"].includes(name);
      if (!mayBeHarmless(row) && !certificates)
        expect([name, value, verdict]).not.toEqual([name, value, "safe"]);
    }
  });
});

describe("a plan that changes one thing that the integration states alone", () => {
  const leaves = Object.entries(STATED).flatMap(([name, value]): [string, string][] =>
    ["authentik", "espocrm"].includes(name)
      ? Object.keys(value as object).map((inside) => [name, inside])
      : [[name, ""]],
  );
  test.each(leaves)("%s %s is not safe", (name, inside) => {
    if (name === "acknowledged") return;
    const now = (STATED as Values)[name];
    const value = inside === "" ? "another" : { ...(now as object), [inside]: "another" };
    expect(verdictOf({ stated: { [name]: value } })).not.toBe("safe");
    expect(verdictOf({ stated: { [name]: value } })).not.toBe("nothing");
  });

  test.each([
    ["guards are taken away", { conditions: 1 }],
    ["more is ignored", { ignoreChanges: ["data"] }],
    ["it is handled otherwise", { other: ["replace_triggered_by"] }],
  ])("that %s", (_, part) => {
    const [address = "", now] = Object.entries(STATED.lifecycle)[0] ?? [];
    expect(verdictOf({ stated: { lifecycle: { [address]: { ...now, ...part } } } })).toBe(
      "look-twice",
    );
  });
});

describe("a plan with one resource more", () => {
  const types = [
    ...Object.keys(AUTHENTIK.resource_schemas),
    ...Object.keys(RESTAPI.resource_schemas),
    "terraform_data",
    "null_resource",
    "type_of_tomorrow",
    "constructor",
    "__proto__",
  ];
  const looks = [...Object.keys(AUTHENTIK.data_source_schemas ?? {}), "external", "of_tomorrow"];
  const ACTIONS = [
    ["create"],
    ["update"],
    ["delete"],
    ["delete", "create"],
    ["create", "delete"],
    ["forget"],
    ["create", "forget"],
    ["read"],
    ["transmogrify"],
    [],
    ["no-op", "update"],
  ];
  const resource = (mode: string, type: string, actions: readonly string[], more: Values = {}) => ({
    address: `${mode === "data" ? "data." : ""}${type}.more`,
    mode,
    type,
    name: "more",
    ...more,
    change: {
      actions,
      before: actions.includes("create") ? null : { id: "1", target: "app-1" },
      after: actions.includes("delete") ? null : { id: "1", target: "app-1" },
      after_unknown: {},
      ...(more["importing"] !== undefined && { importing: more["importing"] }),
    },
  });

  test.each(types)("%s is safe with no action on it", (type) => {
    for (const actions of ACTIONS) {
      const verdict = verdictOf({ more: [resource("managed", type, actions)] });
      expect([type, actions, ["look-twice", "refused"].includes(verdict)]).toEqual([
        type,
        actions,
        true,
      ]);
    }
  });

  test.each(looks)("data.%s is safe with no action on it", (type) => {
    for (const actions of ACTIONS) {
      const verdict = verdictOf({ more: [resource("data", type, actions)] });
      expect([type, actions, verdict]).toEqual([type, actions, "look-twice"]);
    }
  });

  test.each(["managed", "ephemeral", "of_tomorrow"])("a %s one", (mode) => {
    expect(verdictOf({ more: [resource(mode, "x", ["create"])] })).toBe("refused");
  });

  test.each(ADDRESSES)("%s %s is safe with none of these actions on it", (_, name) => {
    for (const actions of ACTIONS) {
      const verdict = verdictOf({ actions: { [name]: actions } });
      const clears =
        name === "key_cache" && ["create", "update", "delete"].includes(actions[0] ?? "");
      const reads = name === "observer" && actions.join() === "create";
      if (verdict === "safe")
        expect([
          name,
          actions,
          clears || reads || HARMLESS_ACTIONS.includes(`${name} ${actions.join()}`),
        ]).toEqual([name, actions, true]);
      expect([name, actions, verdict]).not.toEqual([name, actions, "nothing"]);
    }
  });

  test.each(["previous_address", "deposed", "importing"])(
    "%s is looked at twice at least",
    (key) => {
      const value = key === "importing" ? { id: "1" } : "authentik_group.old";
      const actions = key === "deposed" ? ["delete"] : ["no-op"];
      const verdict = verdictOf({
        more: [resource("managed", "authentik_policy_binding", actions, { [key]: value })],
      });
      expect(["look-twice", "refused"]).toContain(verdict);
    },
  );
});

/** Notes of Terraform's, and a secret that is the same. */
const HARMLESS_ACTIONS: readonly string[] = [
  "secret delete,create",
  "secret create,delete",
  "secret create,forget",
  "secret delete",
  "secret_of create",
];

describe("a plan that changes no resource", () => {
  const also = (more: Values): string => verdictOf({ also: more });

  test("but an output that we do not know", () => {
    for (const actions of [["create"], ["update"], ["delete"], ["transmogrify"]])
      expect(also({ output_changes: { password: { actions } } })).toBe("look-twice");
  });

  test("but an output that was hidden", () => {
    const change = { actions: ["update"], before_sensitive: true, after_sensitive: false };
    expect(also({ output_changes: { client_secret: change } })).toBe("look-twice");
    const issuer = { output_changes: { issuer: { actions: ["update"] } } };
    expect(also(issuer)).toBe("look-twice");
    expect(verdictOf({ provider: { name: "CRM" }, also: issuer })).toBe("safe");
  });

  test.each(["resource", "check", "output_value", "of_tomorrow"])(
    "but a %s that does not hold",
    (kind) => {
      for (const status of ["fail", "error"])
        expect(also({ checks: [{ address: { kind, to_display: "x" }, status }] })).toBe(
          "look-twice",
        );
    },
  );

  test("but puts some off, invokes an action, or is only a part", () => {
    expect(also({ deferred_changes: [{}] })).toBe("look-twice");
    expect(also({ action_invocations: [{ address: "action.x.y" }] })).toBe("refused");
    expect(also({ complete: false })).toBe("look-twice");
    expect(also({ applyable: true })).toBe("look-twice");
  });

  test("but has a provisioner on one of ours, whichever", () => {
    for (const address of Object.keys(RESOURCES))
      expect(
        verdictOf({ configured: { [address]: { provisioners: [{ type: "local-exec" }] } } }),
      ).toBe("refused");
  });

  test("and has lost a guard is looked at twice", () => {
    expect(also({ checks: [] })).toBe("look-twice");
  });
});
