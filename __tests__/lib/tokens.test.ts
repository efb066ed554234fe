import { App, TerraformStack, TerraformVariable } from "cdktf";
import { EspoAuthentikIntegration, type EspoAuthentikIntegrationProps } from "../../lib";
import { INTEGRATION } from "../../lib/fields/integration";
import type { Form, PropertyPath } from "../../lib/fields/form";
import { RuleViolations } from "../../lib/rules/enforce";
import { COMPANY, untyped } from "./company";

/** Every property has a parent here, so that it can be replaced. */
const FULL: EspoAuthentikIntegrationProps = {
  ...COMPANY,
  espocrm: {
    ...COMPANY.espocrm,
    clientCertificate: { certificate: "-----BEGIN CERTIFICATE-----", keyVariable: "key" },
    retries: { attempts: 1 },
    headers: { "X-Access": "access" },
  },
  authentik: { ...COMPANY.authentik, headers: { "X-Access": "access" } },
  provider: {
    scopes: ["openid", "profile"],
    scopeMappings: [{ name: "teams", scope: "profile", expression: "return {}" }],
    redirectUris: [{ url: "https://portal.company/oauth-callback.php" }],
  },
  groups: [{ name: "crm-users", parents: ["staff"] }],
  login: { scopes: ["profile"], signatureAlgorithms: ["RS256"], teams: [{ id: "5f1e7a" }] },
};
const BINDINGS = {
  group: [{ group: "crm-users" }],
  user: [{ user: "akadmin" }],
  policy: [{ policy: { name: "not-from-abroad", expression: "return True" } }],
} as const;

/** Every property of an integration, and every entry of a list, with its path. */
function places(form: Form, path: PropertyPath = []): readonly PropertyPath[] {
  if (form.opaque || path.at(-1) === "terraformProvider") return [];
  // That of a given Terraform provider, which is a construct.
  if (path.join() === "authentik,provider" || path.join() === "espocrm,provider") return [];
  return [
    ...(path.length === 0 ? [] : [path]),
    ...(form.item === undefined ? [] : places(form.item, [...path, 0])),
    ...Object.entries(form.properties ?? {}).flatMap(([name, property]) =>
      places(property.form, [...path, name]),
    ),
  ];
}

const put = (target: unknown, [head, ...rest]: PropertyPath, value: unknown): unknown => {
  if (head === undefined) return value;
  const copy = Array.isArray(target) ? [...(target as unknown[])] : { ...(target as object) };
  const inside = (copy as Record<string | number, unknown>)[head];
  return Object.assign(copy, { [head]: put(inside, rest, value) });
};

const KINDS = ["stringValue", "numberValue", "booleanValue", "listValue"] as const;

/** What becomes of an integration with a Terraform variable's value at a place. */
function outcome(path: PropertyPath, kind: (typeof KINDS)[number]): string {
  const stack = new TerraformStack(new App({ outdir: "/nowhere" }), "acme");
  const variable = new TerraformVariable(stack, "the_token", {});
  const bound = path[2];
  const bindings = BINDINGS[bound === "policy" || bound === "user" ? bound : "group"];
  const props = put({ ...FULL, bindings }, path, variable[kind]);
  try {
    new EspoAuthentikIntegration(stack, "crm", untyped(props));
    // Without remarks, where Terraform looks at nothing.
    const json = JSON.stringify(stack.toTerraform(), (key, value: unknown) =>
      key === "//" || key === "variable" ? undefined : value,
    );
    if (/TfToken|Token\.|-1\.8+9/.test(json)) return "a token is left";
    return /\bvar\.the_token\b/.test(json) ? "works" : "is not in the JSON";
  } catch (error) {
    if (!(error instanceof RuleViolations)) return `ends in ${String(error)}`;
    return error.violations.every((text) => text.includes("a value that only Terraform will know"))
      ? "is refused"
      : `is refused for ${error.violations.join("; ")}`;
  }
}

const PLACES = places(INTEGRATION);

describe("A value that Terraform will know only later", () => {
  it.each(KINDS)(
    "works, or is refused with a message of its own, as a %s at every place",
    (kind) => {
      const others = PLACES.map((path) => [path.join("."), outcome(path, kind)] as const).filter(
        ([, what]) => what !== "works" && what !== "is refused",
      );
      expect(others).toEqual([]);
    },
  );

  it.each([
    [
      "booleanValue",
      "login.allowAdministrators",
      "login.pkce",
      "bindings.0.negate",
      "application.hide",
      "provider.includeClaimsInIdToken",
    ],
    [
      "numberValue",
      "login.authorizationMaxAge",
      "bindings.0.order",
      "bindings.0.timeout",
      "espocrm.timeout",
    ],
    [
      "stringValue",
      "application.name",
      "application.slug",
      "login.groupClaim",
      "bindings.0.group",
      "authentik.url",
      "login.scopes.0",
    ],
  ] as const)("works as a %s where the type says so: %s", (kind, ...names) => {
    const paths = PLACES.filter((path) => (names as readonly string[]).includes(path.join(".")));
    expect(paths.map((path) => outcome(path, kind))).toEqual(names.map(() => "works"));
  });

  it.each([
    [
      "booleanValue",
      ["authentik", "verifyTls"],
      "known when the program runs, as it decides whether a secret may be given",
    ],
    ["booleanValue", ["login", "groupClaim"], "a text: a variable's stringValue"],
    [
      "listValue",
      ["login", "scopes"],
      "write the list itself: each of its entries may be such a value",
    ],
    ["listValue", ["bindings"], "write the value itself"],
    ["stringValue", ["authentik", "headers", "X-Access"], "known when the program runs"],
  ] as const)("is told what to do about it: a %s at %j", (kind, path, message) => {
    const stack = new TerraformStack(new App({ outdir: "/nowhere" }), "acme");
    const props = put(FULL, path, new TerraformVariable(stack, "the_token", {})[kind]);
    expect(() => new EspoAuthentikIntegration(stack, "crm", untyped(props))).toThrow(message);
  });
});
