import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { EspoAuthentikStackProps } from "../../../lib";
import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { TestProject } from "../project";
import { byHand, type ByHand, Console } from "./by-hand";

jest.setTimeout(180_000);

interface Variant {
  readonly wish: (console: Console, espocrm: string) => Promise<ByHand>;
  /** What the printed configuration has. */
  readonly printed: object;
  /** Remarks about what can't be said. */
  readonly remarks: readonly RegExp[];
  /** What the review shows as a change in authentik. */
  readonly changes: readonly RegExp[];
}

const scope = async (console: Console, name: string) => {
  const path = "propertymappings/provider/scope/";
  return console.key(path, "scope_name", name);
};

const VARIANTS: Readonly<Record<string, Variant>> = {
  "authentik's own guide": {
    wish: async (console) => ({ bindings: [{ group: await console.group("crm-users") }] }),
    printed: {
      application: { name: "EspoCRM", slug: "espocrm" },
      provider: {
        name: "Provider for EspoCRM",
        clientId: "hand-made-client",
        accessTokenValidity: "hours=1",
      },
      bindings: [{ group: "crm-users" }],
    },
    remarks: [/launch URL: none is set/],
    changes: [/Application: Launch URL/],
  },
  "no binding, a publisher, another flow, both consent and code short": {
    wish: (_, espocrm) =>
      Promise.resolve({
        flow: "default-provider-authorization-explicit-consent",
        group: "Business",
        application: { meta_publisher: "ACME", meta_launch_url: espocrm, open_in_new_tab: true },
        provider: { access_code_validity: "minutes=2", include_claims_in_id_token: true },
      }),
    printed: {
      application: {
        ...{ name: "EspoCRM", slug: "espocrm", group: "Business" },
        ...{ publisher: "ACME", openInNewTab: true },
      },
      provider: {
        ...{ name: "Provider for EspoCRM", clientId: "hand-made-client" },
        authorizationFlow: "default-provider-authorization-explicit-consent",
        ...{ accessCodeValidity: "minutes=2", accessTokenValidity: "hours=1" },
      },
    },
    remarks: [/no binding: every user/],
    changes: [],
  },
  "a switched off binding, and one of a user": {
    wish: async (console, espocrm) => ({
      application: { meta_launch_url: espocrm },
      bindings: [
        { group: await console.group("crm-users"), enabled: false },
        { user: await console.user("jane"), order: 7, timeout: 5 },
      ],
    }),
    printed: {
      application: { name: "EspoCRM", slug: "espocrm" },
      provider: {
        ...{ name: "Provider for EspoCRM", clientId: "hand-made-client" },
        accessTokenValidity: "hours=1",
      },
      bindings: [
        { group: "crm-users", enabled: false },
        { user: "jane", order: 7, timeout: 5 },
      ],
    },
    remarks: [],
    changes: [],
  },
  "a public client without a signing key": {
    wish: async (console, espocrm) => ({
      application: { meta_launch_url: espocrm },
      bindings: [{ group: await console.group("crm-users") }],
      provider: { client_type: "public", signing_key: null },
    }),
    printed: {
      application: { name: "EspoCRM", slug: "espocrm" },
      provider: {
        ...{ name: "Provider for EspoCRM", clientId: "hand-made-client" },
        accessTokenValidity: "hours=1",
      },
      bindings: [{ group: "crm-users" }],
    },
    remarks: [/client type public/, /no signing key/],
    changes: [/Provider: Client Type/i, /Provider: Signing key/i],
  },
  "everything unusual": {
    wish: async (console, espocrm) => {
      const mapping = await console.ask<{ pk: string }>("propertymappings/provider/scope/", {
        name: "Rôle: clé étrangère",
        scope_name: "crm",
        expression: "return {}",
      });
      const policy = await console.ask<{ pk: string }>("policies/expression/", {
        name: "nur für Ärzte",
        expression: "return True",
      });
      const own = ["openid", "email", "profile"].map((name) => scope(console, name));
      return {
        name: "Kündenkartei „Süd“ – été",
        slug: "Kunden_kartei-2",
        group: "Geschäft",
        application: {
          policy_engine_mode: "all",
          meta_description: "Ärzte & Co",
          meta_launch_url: espocrm,
        },
        bindings: [
          { policy: policy.pk, order: 10, failure_result: true },
          { group: await console.group("crm-users"), negate: true },
        ],
        provider: {
          property_mappings: [...(await Promise.all(own)), mapping.pk],
          issuer_mode: "global",
          redirect_uris: [
            {
              matching_mode: "strict",
              url: `${espocrm}/oauth-callback.php`,
              redirect_uri_type: "authorization",
            },
            {
              matching_mode: "strict",
              url: "https://portal.company/oauth-callback.php",
              redirect_uri_type: "authorization",
            },
            {
              matching_mode: "regex",
              url: "https://.*\\.company/cb",
              redirect_uri_type: "authorization",
            },
          ],
        },
      };
    },
    printed: {
      application: {
        ...{ name: "Kündenkartei „Süd“ – été", slug: "Kunden_kartei-2", group: "Geschäft" },
        ...{ policyEngineMode: "all", description: "Ärzte & Co" },
      },
      provider: {
        ...{ name: "Provider for Kündenkartei „Süd“ – été", clientId: "hand-made-client" },
        scopeMappings: [expect.any(String)],
        ...{ issuerMode: "global", accessTokenValidity: "hours=1" },
      },
      bindings: [
        { group: "crm-users", order: 1, negate: true },
        { policy: { id: expect.any(String) as string }, order: 10, failureResult: true },
      ],
    },
    remarks: [
      /redirect URI https:\/\/portal\.company\/oauth-callback\.php: not declared/,
      /redirect URI https:\/\/\.\*\\\.company\/cb \(regex\)/,
      /scope mapping Rôle: clé étrangère/,
      /is "nur für Ärzte"/,
    ],
    changes: [/Provider: Redirect URIs/i],
  },
};

describeWithTerraform("what was set up by hand, printed, declared as printed, and adopted", () => {
  let project: TestProject;

  beforeEach(async () => {
    project = await TestProject.open();
  });
  afterEach(() => project.close());

  const declare = (props: object) =>
    project.synthesizes({ crm: project.integration("espocrm", props) });

  test.each(Object.entries(VARIANTS))("%s", async (name, { changes, printed, remarks, wish }) => {
    const console = new Console(project.authentik);
    const wished = await wish(console, project.espocrm.url);
    const made = await byHand(project.authentik, project.espocrm, wished);
    const application = { name: "EspoCRM", slug: wished.slug ?? "espocrm" };
    await declare({ application });

    const print = await project.run(["adopt", "crm", "--print"]);
    expect([print.code, print.stderr]).toEqual([0, expect.anything()]);
    expect(print.stdout).not.toContain(made.secret);
    if (name === "authentik's own guide") {
      const shown = print.stdout
        .replaceAll(project.authentik.url, "https://authentik.company")
        .replaceAll(project.espocrm.url, "https://espocrm.company")
        .replace(/^/gm, "   ")
        .trimEnd();
      expect(readFileSync(join(__dirname, "../../../docs/adopt.md"), "utf8")).toContain(shown);
    }
    for (const remark of remarks) expect(print.stdout).toMatch(remark);
    const file = parse(print.stdout) as { integrations: { crm: EspoAuthentikStackProps } };
    const { authentik, espocrm, ...own } = file.integrations.crm;
    expect([authentik.url, espocrm.url]).toEqual([project.authentik.url, project.espocrm.url]);
    expect(own).toEqual({ ...printed });

    const { bindings = [], ...rest } = own;
    await declare({ ...rest, bindings });
    const adopt = await project.run(["adopt", "crm"]);
    expect([adopt.code, adopt.stderr, adopt.stdout]).toEqual([
      2,
      expect.anything(),
      expect.anything(),
    ]);
    const shown = /^authentik\n((?: {2}.*\n)+)/m.exec(adopt.stdout)?.[1]?.trim().split("\n") ?? [];
    const rows = shown.filter((row) => !row.includes("the same, in another order"));
    expect(rows).toHaveLength(changes.length);
    for (const change of changes) expect(shown.join("\n")).toMatch(change);

    expect((await project.run(["apply", "crm"])).code).toBe(0);
    expect((await project.run(["plan", "crm"])).code).toBe(0);
    expect(project.espocrm.clientSecret()).toBe(made.secret);
  });
});
