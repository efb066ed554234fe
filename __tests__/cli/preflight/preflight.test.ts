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

  test("a flow that is there for something else, and a key that EspoCRM can't verify, stop the plan", async () => {
    const ran = await plan({
      provider: { signingKey: "EC", invalidationFlow: "default-authentication-flow" },
    });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("is one for authentication");
    expect(ran.stderr).toContain(`authentik's key pair "EC" is of type ec`);
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
