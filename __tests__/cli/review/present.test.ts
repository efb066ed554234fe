import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { TestProject } from "../project";

jest.setTimeout(60_000);

describeWithTerraform("the first plan over an EspoCRM that is in use", () => {
  let project: TestProject;

  beforeEach(async () => {
    project = await TestProject.open();
    await project.synthesizes({ acme: project.integration("acme") });
  });
  afterEach(() => project.close());

  const planned = async (settings: Readonly<Record<string, unknown>>): Promise<string> => {
    project.espocrm.seed({ settings });
    const { code, stdout } = await project.run(["plan", "--format", "markdown"]);
    expect(code).toBe(2);
    return stdout;
  };

  test("says who logs in how today, where that is LDAP", async () => {
    const review = await planned({
      authenticationMethod: "LDAP",
      ldapUsername: "cn=reader",
      ldapPassword: "secret-of-ldap",
    });
    expect(review).toContain("with the method **`LDAP`** today");
    expect(review).toContain("the log-in by `LDAP` ends");
    expect(review).toMatch(/Authentication Method.*`LDAP`.*OIDC/);
    expect(review).not.toContain("cn=reader");
    expect(review).not.toContain("secret-of-ldap");
  });

  test("says whose OpenID Connect is overwritten, and what it was, setting by setting", async () => {
    const review = await planned({
      authenticationMethod: "Oidc",
      oidcClientId: "keycloak",
      oidcAuthorizationEndpoint: "https://keycloak.company/auth",
      oidcUsernameClaim: "preferred_username",
    });
    expect(review).toContain("another OpenID Connect set-up");
    expect(review).toMatch(/Username Claim.*`preferred_username`.*`sub`/);
    expect(review).toMatch(/Authorization Endpoint.*`https:\/\/keycloak.company\/auth`/);
  });

  test("says that the client ID is in use, where nobody knows who made it so", async () => {
    const review = await planned({ authenticationMethod: "Oidc", oidcClientId: "acme" });
    expect(review).toContain("through a client of this ID **already**");
  });

  test("names each setting that stays on although nobody declares it, with the line that does", async () => {
    const review = await planned({ oidcAllowAdminUser: true, oidcSync: true });
    expect(review).toContain("administrators may sign in through authentik");
    expect(review).toContain("declare `login.allowAdministrators`");
    expect(review).toContain("declare `login.syncUsers`");
  });

  test("says that people are asked for their consent at each login, where EspoCRM's prompt has it so", async () => {
    expect(await planned({})).toContain(
      "**authentik asks people for their consent at each login**",
    );
    expect(await planned({ oidcAuthorizationPrompt: "select_account" })).not.toContain(
      "asks people for their consent",
    );
  });

  test("has nothing to add where EspoCRM is fresh, and says so where nobody could look", async () => {
    const review = await planned({});
    expect(review).not.toContain("stays as");
    expect(review).not.toContain("is not known here");
    const { stdout } = await project.run(["plan", "--no-auth-token"]);
    expect(stdout).toContain("is not known here");
  });
});
