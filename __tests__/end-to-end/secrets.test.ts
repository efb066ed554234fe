import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { Deployment } from "./deployment";

describeWithTerraform("secrets stay where they belong", () => {
  let deployment: Deployment;
  const given = "given-client-secret-0123456789";

  beforeAll(async () => {
    deployment = await Deployment.prepare({ provider: { clientSecretVariable: "crm_secret" } });
  });
  afterAll(() => deployment.close());

  const variables = () => ({ ...deployment.credentials, crm_secret: given });
  const secrets = () => [
    given,
    deployment.credentials["espocrm_password"] ?? "",
    deployment.credentials["authentik_token"] ?? "",
  ];

  function expectNoSecret(text: string): void {
    for (const secret of secrets()) {
      expect(secret).not.toBe("");
      expect(text).not.toContain(secret);
    }
  }

  test("the synthesized stack names variables, not values", async () => {
    const json = await deployment.synthesized();
    expect(json).toContain("${var.crm_secret}");
    expectNoSecret(json);
  });

  test("a plan shows every managed setting's value, and no secret", async () => {
    const { stdout } = await deployment.terraform.succeed(["plan", "-input=false"], variables());
    const { authentik } = deployment;
    for (const line of [
      /authenticationMethod\s+= "Oidc"/,
      /oidcClientId\s+= "espocrm"/,
      /oidcFallback\s+= true/,
      /oidcUsernameClaim\s+= "sub"/,
      new RegExp(`oidcTokenEndpoint\\s+= "${authentik.url}/application/o/token/"`),
      new RegExp(`oidcJwksEndpoint\\s+= "${authentik.url}/application/o/espocrm/jwks/"`),
      new RegExp(`oidcLogoutUrl\\s+= "${authentik.url}/application/o/espocrm/end-session/"`),
    ]) {
      expect(stdout).toMatch(line);
    }
    expectNoSecret(stdout);
  });

  test("neither apply, outputs nor a broken apply say them", async () => {
    const args = ["apply", "-input=false", "-auto-approve"];
    deployment.espocrm.faults.add({
      method: "PUT",
      times: 1,
      effect: { kind: "answer", status: 400, body: '{"message":"no"}' },
    });
    const broken = await deployment.terraform.run(args, variables());
    expect(broken.code).toBe(1);
    expectNoSecret(broken.stdout + broken.stderr);
    const applied = await deployment.terraform.succeed(args, variables());
    expect(deployment.espocrm.clientSecret()).toBe(given);
    expectNoSecret(applied.stdout + applied.stderr);
    const outputs = await deployment.terraform.succeed(["output"], variables());
    expect(outputs.stdout).toMatch(/client_secret\s+= <sensitive>/);
    expectNoSecret(outputs.stdout);
  });

  test("the administrator's password and authentik's token are in no state", async () => {
    const { stdout } = await deployment.terraform.succeed(["show", "-json"]);
    expect(stdout).toContain(given);
    expect(stdout).not.toContain(deployment.credentials["espocrm_password"]);
    expect(stdout).not.toContain(deployment.credentials["authentik_token"]);
  });

  test("a new client secret goes to both sides in one apply", async () => {
    const renewed = "renewed-client-secret-0123456789";
    const again = { ...variables(), crm_secret: renewed };
    await deployment.terraform.planAndApply(again);
    const [provider] = [...deployment.authentik.state.providers.values()];
    expect(provider?.client_secret).toBe(renewed);
    expect(deployment.espocrm.clientSecret()).toBe(renewed);
    expect(deployment.espocrm.settings()["authenticationMethod"]).toBe("Oidc");
    const plan = ["plan", "-input=false", "-detailed-exitcode"];
    expect(await deployment.terraform.run(plan, again)).toMatchObject({ code: 0 });
  });
});
