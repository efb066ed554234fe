import { Diagnostics, readMessage } from "../../cli/terraform/diagnostics";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { Deployment } from "./deployment";

/** Terraform's messages without the frame that it draws around them. */
const words = (text: string): string => text.replace(/[│╷╵\s]+/g, " ");

describeWithTerraform("what must not be touched is not touched", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.prepare();
  });
  afterEach(() => {
    deployment.authentik.faults.clear();
    deployment.authentik.reset();
    deployment.authentik.journal.clear();
    deployment.espocrm.reset();
    deployment.espocrm.journal.clear();
    deployment.synthesize();
  });
  afterAll(() => deployment.close());

  /** Applies, which must fail, and gives the message. */
  async function refused(variables: Record<string, string> = {}): Promise<string> {
    const given = { ...deployment.credentials, ...variables };
    const ran = await deployment.terraform.run(["apply", "-input=false", "-auto-approve"], given);
    expect(ran.code).toBe(1);
    return words(ran.stderr);
  }

  function expectNothingWritten(): void {
    for (const { journal } of [deployment.authentik, deployment.espocrm]) {
      expect(journal.list().filter(({ method }) => method !== "GET")).toEqual([]);
    }
  }

  test("a wrong password stops at EspoCRM, named with its URL and variables, after one attempt", async () => {
    const message = await refused({ espocrm_password: "wrong" });
    expect(message).toContain(deployment.espocrm.url);
    expect(message).toMatch(/EspoCRM .*TF_VAR_espocrm_username and TF_VAR_espocrm_password/);
    expect(deployment.espocrm.state.loginLog.failed().length).toBeLessThanOrEqual(3);
    expectNothingWritten();
  });

  test("a user who is no administrator is refused before anything is made", async () => {
    const user = { espocrm_username: "user1", espocrm_password: "user1-password" };
    expect(await refused(user)).toContain(
      "Give the user name and password of a user of type Admin",
    );
    expectNothingWritten();
  });

  test("an EspoCRM with another site URL is refused before anything is made", async () => {
    deployment.espocrm.seed({ settings: { siteUrl: "https://crm.example" } });
    const message = await refused();
    expect(message).toContain("site URL is https://crm.example");
    expect(message).toContain("Administration, Settings, Site URL");
    // Terraform prints what a failing condition refers to: not all of EspoCRM's settings.
    expect(message).not.toContain("ldap");
    expect(message.length).toBeLessThan(1500);
    expectNothingWritten();
  });

  test("a wrong token stops at authentik, and EspoCRM keeps its login", async () => {
    const message = await refused({ authentik_token: "wrong" });
    expect(message).toContain("Token invalid/expired");
    expectNothingWritten();
  });

  test("a group that authentik does not have is named", async () => {
    deployment.synthesize({ bindings: [{ group: "no such people" }] });
    expect(await refused()).toMatch(/No matching groups found.*no-such-people/);
    expectNothingWritten();
  });

  describe("a scope mapping that a fresh authentik lacks", () => {
    const missing = "goauthentik.io/providers/oauth2/scope-profile";
    beforeEach(() => {
      const { scopeMappings } = deployment.authentik.state;
      for (const [pk, { managed }] of scopeMappings) {
        if (managed === missing) scopeMappings.delete(pk);
      }
    });

    test("is named by authentik, which refuses the look-up", async () => {
      const message = await refused();
      expect(message).toContain(`Select a valid choice. ${missing} is not one of the available`);
      expect(message).toContain("scope-mappings-openid-profile-email");
      expectNothingWritten();
    });

    test("is told with what to wait for by our own commands", async () => {
      const ran = await deployment.terraform.run(
        ["plan", "-input=false", "-json"],
        deployment.credentials,
      );
      const diagnostics = new Diagnostics();
      for (const line of ran.stdout.split("\n")) diagnostics.take(readMessage(line));
      expect(diagnostics.errors).toContain(missing);
      expect(diagnostics.errors).toContain("wait until a fresh authentik has applied it");
    });

    test("is missed where an authentik leaves out what it lacks", async () => {
      const query = "managed=goauthentik.io/providers/oauth2/scope-openid";
      const { url, token } = deployment.authentik;
      const answer = await fetch(`${url}/api/v3/propertymappings/provider/scope/?${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      deployment.authentik.faults.add({
        path: /propertymappings\/provider\/scope/,
        effect: {
          kind: "answer",
          status: 200,
          contentType: "application/json",
          body: await answer.text(),
        },
      });
      expect(await refused()).toContain("lacks one of its managed scope mappings openid, profile");
      expectNothingWritten();
    });
  });
});
