import { LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { EspoAuthentikDeployer, EspoAuthentikStack } from "../../lib";
import type { Role } from "../../sandbox/authentik/state/models";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { type Ran, TestProject } from "../cli/project";

const TIMEOUT = 240_000;
const DEPLOY = "espo-authentik-deploy";
const READ = "espo-authentik-read";

describeWithTerraform("with the tokens that EspoAuthentikDeployer makes", () => {
  let project: TestProject;

  /** Declares the integration, and who deploys it. */
  const declares = (name: string) =>
    project.declares((app) => {
      const authentik = { url: project.authentik.url };
      const acme = project.integration("espocrm", {
        application: { name, slug: "espocrm", policyEngineMode: "all" },
        bindings: [
          { group: "crm-users" },
          { user: "jane" },
          { policy: { name: "not-from-abroad", expression: "return True" } },
        ],
      });
      const stack = new TerraformStack(app, "deployer");
      new LocalBackend(stack, { path: project.file("deployer.tfstate") });
      for (const access of ["deploy", "read"] as const) {
        const { token } = new EspoAuthentikDeployer(stack, access, {
          ...{ authentik, access, integrations: [acme] },
        });
        new TerraformOutput(stack, `${access}_token`, { value: token, sensitive: true });
      }
      new EspoAuthentikStack(app, "acme", acme);
    });

  beforeAll(async () => {
    project = await TestProject.open();
    project.authentik.seed({ users: [{ username: "jane" }] });
    await declares("EspoCRM");
  }, TIMEOUT);
  afterAll(() => project.close());

  const run = (who: string, ...args: readonly string[]): Promise<Ran> => {
    const tokens = [...project.authentik.state.tokens.values()];
    const token = tokens.find(({ identifier }) => identifier === who)?.key ?? "none";
    return project.run(args, { TF_VAR_authentik_token: token });
  };

  /** What a command says while the role lacks a permission; it must fail, unless a "0" at the end says otherwise. */
  async function without(permission: string, who: string, ...args: string[]): Promise<string> {
    const role: Role | undefined = project.authentik.state.roleByName(who);
    if (role === undefined) throw new Error("There is no such role.");
    const { permissions } = role;
    expect(permissions).toContain(permission);
    role.permissions = permissions.filter((one) => one !== permission);
    const expected = args.at(-1) === "0" ? 0 : 1;
    const given = expected === 0 ? args.slice(0, -1) : args;
    const { code, stderr, stdout } = await run(who, ...given);
    role.permissions = permissions;
    expect([permission, code]).toEqual([permission, expected]);
    return stdout + stderr;
  }

  test(
    "an administrator's token makes them once, and the plan says what they may do",
    async () => {
      const administrator = { TF_VAR_authentik_administrator_token: project.authentik.token };
      const planned = await project.run(["plan", "deployer"], administrator);
      expect([planned.code, planned.stderr]).toEqual([2, expect.any(String)]);
      expect(planned.stdout).toContain(
        `A new role, ${READ}, may view applications; view OAuth2 providers; view flows; view certificate-key pairs; view scope mappings; view policy bindings; view groups; view users; view expression policies, and nothing else.`,
      );
      const applied = await project.run(["apply", "deployer"], administrator);
      expect([applied.code, applied.stderr]).toEqual([0, expect.any(String)]);
      expect((await project.run(["plan", "deployer"], administrator)).code).toBe(0);
      for (const { key } of project.authentik.state.tokens.values())
        expect(planned.stdout + applied.stdout + applied.stderr).not.toContain(key);
    },
    TIMEOUT,
  );

  test(
    "before anything is made, a plan names what it may not look up",
    async () => {
      for (const permission of [
        "authentik_flows.view_flow",
        "authentik_crypto.view_certificatekeypair",
        "authentik_providers_oauth2.view_scopemapping",
        "authentik_core.view_group",
        "authentik_core.view_user",
      ])
        expect(await without(permission, DEPLOY, "plan", "acme")).toContain(permission);
    },
    TIMEOUT,
  );

  test(
    "one deploys and verifies with them, and an apply names what it may not make",
    async () => {
      expect((await run(DEPLOY, "plan", "acme")).code).toBe(2);
      const permission = "authentik_core.add_application";
      expect(await without(permission, DEPLOY, "apply", "acme")).toContain(permission);
      expect((await run(DEPLOY, "plan", "acme")).code).toBe(2);
      const applied = await run(DEPLOY, "apply", "acme");
      expect([applied.code, applied.stderr]).toEqual([0, expect.any(String)]);
      expect((await run(DEPLOY, "verify", "acme")).code).toBe(0);
    },
    TIMEOUT,
  );

  test(
    "one that only reads plans and verifies; plan and verify name what they may not view",
    async () => {
      expect((await run(READ, "plan", "acme")).code).toBe(0);
      expect((await run(READ, "verify", "acme")).code).toBe(0);
      for (const permission of [
        "authentik_core.view_application",
        "authentik_providers_oauth2.view_oauth2provider",
        "authentik_policies.view_policybinding",
        "authentik_policies_expression.view_expressionpolicy",
      ])
        expect(await without(permission, READ, "plan", "acme")).toContain(permission);
      for (const permission of [
        "authentik_providers_oauth2.view_oauth2provider",
        "authentik_providers_oauth2.view_scopemapping",
      ])
        expect(await without(permission, READ, "verify", "acme")).toContain(permission);
      // Without this one the check is not made, and says why.
      const key = "authentik_crypto.view_certificatekeypair";
      expect(await without(key, READ, "verify", "acme", "0")).toContain(key);
    },
    TIMEOUT,
  );

  test(
    "one that only reads changes nothing, and says what it would take",
    async () => {
      await declares("CRM");
      expect((await run(READ, "plan", "acme")).code).toBe(2);
      const { code, stderr, stdout } = await run(READ, "apply", "acme");
      expect(code).toBe(1);
      expect(stdout + stderr).toContain("authentik_providers_oauth2.change_oauth2provider");
      expect(project.authentik.state.applicationBySlug("espocrm")?.name).toBe("EspoCRM");
    },
    TIMEOUT,
  );

  test(
    "the end names what it may not delete, and is reached with it",
    async () => {
      const permission = "authentik_policies.delete_policybinding";
      expect((await run(DEPLOY, "plan", "acme", "--destroy")).code).toBe(2);
      expect(await without(permission, DEPLOY, "apply", "acme")).toContain(permission);
      expect((await run(DEPLOY, "plan", "acme", "--destroy")).code).toBe(2);
      expect((await run(DEPLOY, "apply", "acme")).code).toBe(0);
      expect(project.authentik.state.applications.size).toBe(0);
    },
    TIMEOUT,
  );
});
