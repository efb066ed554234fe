import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { Deployment } from "./deployment";

describeWithTerraform("an apply that breaks off", () => {
  let deployment: Deployment;

  beforeEach(async () => {
    deployment = await Deployment.prepare();
  });
  afterEach(() => deployment.close());

  const apply = () =>
    deployment.terraform.run(["apply", "-input=false", "-auto-approve"], deployment.credentials);

  async function expectConvergence(): Promise<void> {
    deployment.espocrm.faults.clear();
    expect(await apply()).toMatchObject({ code: 0 });
    expect(await deployment.check()).toMatchObject({ code: 0 });
    const [provider] = [...deployment.authentik.state.providers.values()];
    expect(deployment.espocrm.settings()).toMatchObject({ authenticationMethod: "Oidc" });
    expect(deployment.espocrm.clientSecret()).toBe(provider?.client_secret);
  }

  test("EspoCRM answers 500 to its settings: it logs people in as before, and the next apply converges", async () => {
    // The first PUT is the secret, the second the settings.
    deployment.espocrm.faults.add({
      method: "PUT",
      path: "/api/v1/Settings",
      skip: 1,
      effect: { kind: "answer", status: 500 },
    });
    const { code, stderr } = await apply();
    expect(code).toBe(1);
    expect(stderr).toContain("restapi_object.settings");
    expect(stderr).toContain(`PUT ${deployment.espocrm.url}/api/v1/Settings`);
    expect(deployment.espocrm.settings()["authenticationMethod"]).toBe("Espo");
    await expectConvergence();
  });

  test("EspoCRM ends the connection at the secret: it logs people in as before, and the next apply converges", async () => {
    deployment.espocrm.faults.add({
      method: "PUT",
      path: "/api/v1/Settings",
      effect: { kind: "refuse" },
    });
    expect(await apply()).toMatchObject({ code: 1 });
    expect(deployment.espocrm.settings()["authenticationMethod"]).toBe("Espo");
    await expectConvergence();
  });

  test("EspoCRM's new secret is not taken: the next apply writes it", async () => {
    expect(await apply()).toMatchObject({ code: 0 });
    const [provider] = [...deployment.authentik.state.providers.values()];
    if (provider) provider.client_secret = "changed-by-hand-in-authentik";
    deployment.espocrm.faults.add({
      method: "PUT",
      path: "/api/v1/Settings",
      effect: { kind: "answer", status: 500 },
    });
    const old = deployment.espocrm.clientSecret();
    expect(await apply()).toMatchObject({ code: 1 });
    expect(old).toHaveLength(128);
    expect(deployment.espocrm.clientSecret()).toBe(old);
    await expectConvergence();
  });

  test("a redirect that swallows the write is an error, not a success", async () => {
    deployment.espocrm.faults.add({
      method: "PUT",
      path: "/api/v1/Settings",
      skip: 1,
      effect: { kind: "answer", status: 302, headers: { location: "/api/v1/Settings" } },
    });
    const { code, stderr } = await apply();
    expect(code).toBe(1);
    expect(stderr.replace(/[│\s]+/g, " ")).toContain("give the address that answers by itself");
    await expectConvergence();
  });
});
