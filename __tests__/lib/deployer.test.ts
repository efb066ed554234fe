import { App, TerraformStack, Testing } from "cdktf";
import {
  EspoAuthentikDeployer,
  type EspoAuthentikIntegrationProps,
  RuleViolations,
} from "../../lib";
import { PERMISSIONS } from "../../lib/fields";

const authentik = { url: "https://authentik.company" };
const integration = (more: Partial<EspoAuthentikIntegrationProps> = {}) => ({
  authentik,
  espocrm: { url: "https://espocrm.company" },
  application: { name: "EspoCRM", slug: "espocrm" },
  ...more,
});
const POLICY = { policy: { name: "not-from-abroad", expression: "return True" } };

type Props = Partial<ConstructorParameters<typeof EspoAuthentikDeployer>[2]>;
type Block = Readonly<Record<string, unknown>>;

function declared(props: Props = {}) {
  const stack = new TerraformStack(new App(), "deployer");
  const deployer = new EspoAuthentikDeployer(stack, "Default", { authentik, ...props });
  const { resource, variable } = JSON.parse(Testing.synth(stack)) as {
    readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
    readonly variable: Readonly<Record<string, Block>>;
  };
  const of = (type: string): readonly Block[] => Object.values(resource[`authentik_${type}`] ?? {});
  return { deployer, of, variable };
}

const viewing = (names: readonly string[]) => names.filter((name) => name.includes(".view_"));

describe("a deployer", () => {
  it("has a service account without groups, with one role, and a token of its API that does not expire", () => {
    const { of } = declared();
    const [role] = of("rbac_role");
    expect(role).toMatchObject({ name: "espo-authentik-deploy" });
    expect(of("user")).toEqual([
      expect.objectContaining({
        username: "espo-authentik-deploy",
        type: "service_account",
        groups: [],
        roles: ["${authentik_rbac_role.role.id}"],
      }),
    ]);
    expect(of("token")).toEqual([
      expect.objectContaining({
        identifier: "espo-authentik-deploy",
        user: "${authentik_user.account.id}",
        intent: "api",
        expiring: false,
        retrieve_key: true,
      }),
    ]);
  });

  it("may do all that an integration can need, where nobody says which ones there are", () => {
    const { deployer, of } = declared();
    expect(deployer.permissions).toEqual(PERMISSIONS.map(({ name }) => name));
    const given = of("rbac_permission_role");
    expect(given.map(({ permission }) => permission).sort()).toEqual(
      [...deployer.permissions].sort(),
    );
    for (const block of given) {
      expect(block["role"]).toBe("${authentik_rbac_role.role.id}");
      expect(block).not.toHaveProperty("object_id");
    }
  });

  it("only views, where it reads", () => {
    const { deployer } = declared({ access: "read" });
    expect(deployer.permissions).toEqual(viewing(PERMISSIONS.map(({ name }) => name)));
  });

  it.each([
    [
      "nothing that is bound",
      integration(),
      12,
      /add_policybinding|_group|_user|express|add_scope/,
    ],
    ["a group", integration({ bindings: [{ group: "crm-users" }] }), 16, /_user|express|add_scope/],
    ["a user", integration({ bindings: [{ user: "ceo" }] }), 16, /_group|express|add_scope/],
    ["a policy", integration({ bindings: [POLICY] }), 19, /_group|_user|add_scope/],
  ])("may do no more than an integration with %s needs", (_, one, many, unneeded) => {
    const { permissions } = declared({ integrations: [one] }).deployer;
    expect(permissions).toHaveLength(many);
    expect(permissions.filter((name) => unneeded.test(name))).toEqual([]);
  });

  it("may write scope mappings only where the configuration writes one, not where it names one", () => {
    const may = (
      scopeMappings: NonNullable<EspoAuthentikIntegrationProps["provider"]>["scopeMappings"],
    ) =>
      declared({
        integrations: [integration({ provider: { ...(scopeMappings && { scopeMappings }) } })],
      }).deployer.permissions.includes("authentik_providers_oauth2.add_scopemapping");
    expect(may(["CRM groups"])).toBe(false);
    expect(may([{ name: "CRM groups", scope: "profile", expression: "return {}" }])).toBe(true);
  });

  it("may do what each of several integrations needs", () => {
    const { permissions } = declared({
      integrations: [
        integration({ bindings: [{ group: "crm-users" }] }),
        integration({ bindings: [{ user: "ceo" }] }),
      ],
    }).deployer;
    expect(permissions).toEqual(
      expect.arrayContaining(["authentik_core.view_group", "authentik_core.view_user"]),
    );
  });

  it("is made with the administrator's token, of a variable that no integration has", () => {
    expect(Object.keys(declared().variable)).toEqual(["authentik_administrator_token"]);
  });

  it.each(["with blanks", "", "x".repeat(151), "ümlaut"])("is not called %j", (name) => {
    expect(() => declared({ name })).toThrow(RuleViolations);
    expect(() => declared({ name })).toThrow(/can't be a deployer as it is:\n {2}- name: found/);
  });

  it("sends no administrator's token in clear text to another host, unless that is allowed", () => {
    const url = "http://authentik.company";
    expect(() => declared({ authentik: { url } })).toThrow(/authentik\.url.*plain-http/s);
    expect(() => declared({ authentik: { url, allowPlainHttp: true } })).not.toThrow();
  });
});
