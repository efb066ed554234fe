import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { TestProject } from "../project";

jest.setTimeout(60_000);

describeWithTerraform("what is looked at before Terraform is asked", () => {
  let project: TestProject;

  beforeEach(async () => {
    project = await TestProject.open();
  });
  afterEach(() => project.close());

  const plan = async (more: Parameters<TestProject["integration"]>[1], ...args: string[]) => {
    await project.synthesizes({ acme: project.integration("acme", more) });
    return project.run(["plan", ...args]);
  };

  test("every name that authentik lacks is told at once, each by its place, with what is like it", async () => {
    const ran = await plan({
      provider: { signingKey: "authentik Self-signed Certificat", authorizationFlow: "nonsense" },
      bindings: [
        { group: "crm-users" },
        { group: "crm-user" },
        { user: "nobody-at-all" },
        { policy: { id: "11111111-2222-4333-8444-555555555555" } },
      ],
    });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('authentik has no key pair with the name "authentik Self-signed');
    expect(ran.stderr).toContain("write authentik Self-signed Certificate");
    expect(ran.stderr).toContain("acme: provider.authorizationFlow");
    expect(ran.stderr).toContain("acme: bindings[1].group");
    expect(ran.stderr).toContain("write crm-users");
    expect(ran.stderr).toContain('no user with the username "nobody-at-all".\n');
    expect(ran.stderr).not.toContain("akadmin"); // Names of people are nobody's business in a log.
    expect(ran.stderr).toContain("acme: bindings[3].policy");
    expect(ran.stderr).not.toContain("bindings[0]");
    expect(ran.stderr).not.toContain("data.authentik");
  });

  test("a group that the stack makes need not be there, those above it must", async () => {
    const groups = [{ name: "crm-new" }, { name: "crm-newer", parents: ["crm-new", "stuff"] }];
    const ran = await plan({ groups, bindings: [{ group: "crm-new" }] });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("acme: groups[1].parents[1]");
    expect(ran.stderr).not.toContain("parents[0]");
    expect(ran.stderr).not.toContain("bindings[0]");
  });

  test("a group that the stack would make and that is there is adopted, not made again", async () => {
    const ran = await plan({ groups: [{ name: "crm-users" }], bindings: [{ group: "crm-users" }] });
    expect(ran.code).not.toBe(0);
    expect(ran.stdout + ran.stderr).toContain('the group "crm-users"');
    const adopted = await project.run(["adopt", "acme"]);
    expect(adopted.stdout).toContain(
      "(authentik_group.group-crm-users) is taken over as it is found",
    );
    expect(adopted.stdout).not.toContain("other members");
  });

  test("a flow that is there for something else, and a key that EspoCRM can't verify, stop the plan", async () => {
    const ran = await plan({
      provider: { signingKey: "EC", invalidationFlow: "default-authentication-flow" },
    });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("is one for authentication");
    expect(ran.stderr).toContain(`authentik's key pair "EC" is of type ec`);
  });

  test("a scope mapping that authentik lacks, and a team that EspoCRM lacks, are told with what is meant", async () => {
    const id = project.espocrm.state.users.teams().find(({ name }) => name === "Sales")?.id ?? "";
    const ran = await plan({
      provider: {
        scopeMappings: [
          "authentik default OAuth Mapping: authentik API acces",
          { name: "CRM", scope: "profile", expression: "return {}" },
        ],
      },
      login: {
        syncTeams: true,
        groupClaim: "groups",
        teams: [{ id: "Sales", group: "sales" }, { id }, { id: "nonsense", group: "x" }],
      },
    });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("acme: provider.scopeMappings[0]");
    expect(ran.stderr).toContain("write authentik default OAuth Mapping: authentik API access");
    expect(ran.stderr).toContain("acme: login.teams[0].id");
    expect(ran.stderr).toContain(`write id: ${id}, which is the team "Sales"`);
    expect(ran.stderr).toContain("would lose it");
    expect(ran.stderr).toContain("acme: login.teams[2].id");
    expect(ran.stderr).not.toContain("login.teams[1]");
    expect(ran.stderr).not.toContain("scopeMappings[1]");
  });

  test("both sides are told at once: a wrong API token and a wrong password", async () => {
    project.environment["TF_VAR_authentik_token"] = "wrong-token-of-authentik";
    project.environment["TF_VAR_espocrm_password"] = "wrong-password";
    const ran = await plan({});
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("does not accept the API token in TF_VAR_authentik_token");
    expect(ran.stderr).toContain("refused the user name and password");
    expect(ran.stderr).not.toContain("wrong-token");
  });

  test("variables without a value are told together, each with what it is", async () => {
    delete project.environment["TF_VAR_authentik_token"];
    delete project.environment["TF_VAR_espocrm_password"];
    const ran = await plan({});
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/TF_VAR_authentik_token {2}\S/);
    expect(ran.stderr).toMatch(/TF_VAR_espocrm_password {2}\S/);
    expect(ran.stderr).not.toContain("TF_VAR_espocrm_username");
  });

  test("an authentik of another release line than declared stops the plan, with the line to write", async () => {
    project.authentik.faults.add({
      path: "/api/v3/admin/version/",
      effect: {
        kind: "answer",
        status: 200,
        body: JSON.stringify({ version_current: "2026.2.2" }),
        contentType: "application/json",
      },
    });
    const ran = await plan({});
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("acme: authentik.release");
    expect(ran.stderr).toMatch(/found: {4}authentik is 2026\.2\.2; the configuration says /);
    expect(ran.stderr).toMatch(
      /to fix: {3}write "2026\.2" as authentik\.release, or upgrade .*\[release\]/,
    );
  });

  test("an authentik that does not tell its release line does not stop the plan", async () => {
    for (const path of ["/api/v3/admin/version/", "/api/v3/schema/"])
      project.authentik.faults.add({ path, effect: { kind: "answer", status: 404, body: "" } });
    project.authentik.faults.add({
      path: "/if/flow/default-authentication-flow/",
      effect: { kind: "answer", status: 302, body: "" },
    });
    expect(await plan({})).toMatchObject({ code: 2 });
  });

  test("who does not want to be looked after gets Terraform's own words", async () => {
    const ran = await plan({ bindings: [{ group: "crm-user" }] }, "--no-preflight");
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("No matching groups found");
  });

  test("the end of a stack needs none of what it names", async () => {
    await plan({ bindings: [{ group: "sales" }] });
    await project.run(["apply"]);
    await project.synthesizes({
      acme: project.integration("acme", { bindings: [{ group: "x" }] }),
    });
    const ran = await project.run(["plan", "--destroy", "--gate", "application-gone=off: leaving"]);
    expect(ran.stderr).not.toContain("[reference]");
  });
});
