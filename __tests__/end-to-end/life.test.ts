import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { changedSettings, Deployment, lastingSettings } from "./deployment";
import { EACH_AUTHENTIK } from "./pair";

/** Terraform's messages without the frame that it draws around them. */
const words = (text: string): string => text.replace(/[│╷╵\s]+/g, " ");

describeWithTerraform("an integration, from the first apply to the destroy", () => {
  describe.each(EACH_AUTHENTIK)("with authentik %s", (release) => {
    let deployment: Deployment;
    let found: Record<string, unknown>;

    beforeAll(async () => {
      deployment = await Deployment.prepare({ authentik: { release } });
      found = lastingSettings(deployment.espocrm);
    });
    afterAll(() => deployment.close());

    const setByHand = (settings: Record<string, unknown>) => deployment.espocrm.seed({ settings });

    test("one apply makes EspoCRM sign in through authentik", async () => {
      await deployment.apply();
      const { authentik, espocrm } = deployment;
      expect(espocrm.settings()).toMatchObject({
        authenticationMethod: "Oidc",
        oidcClientId: "espocrm",
        oidcAuthorizationEndpoint: `${authentik.url}/application/o/authorize/`,
        oidcTokenEndpoint: `${authentik.url}/application/o/token/`,
        oidcUserInfoEndpoint: `${authentik.url}/application/o/userinfo/`,
        oidcJwksEndpoint: `${authentik.url}/application/o/espocrm/jwks/`,
        oidcLogoutUrl: `${authentik.url}/application/o/espocrm/end-session/`,
        oidcScopes: ["openid", "profile", "email"],
        oidcUsernameClaim: "sub",
        oidcFallback: true,
      });
      const [provider] = [...authentik.state.providers.values()];
      expect(provider?.client_secret).toHaveLength(128);
      expect(espocrm.clientSecret()).toBe(provider?.client_secret);
      expect(provider?.redirect_uris).toEqual([
        expect.objectContaining({
          matching_mode: "strict",
          url: `${espocrm.url}/oauth-callback.php`,
        }),
      ]);
    });

    test("the next plan has nothing to do", async () => {
      expect(await deployment.check()).toMatchObject({ code: 0 });
    });

    test("a managed setting that was changed by hand is seen, it alone, and put back", async () => {
      setByHand({ oidcLogoutUrl: "https://elsewhere.example/", recordsPerPage: 33, auth2FA: true });
      expect(await deployment.check()).toMatchObject({ code: 2 });
      expect(changedSettings(await deployment.apply())).toEqual(["oidcLogoutUrl"]);
      expect(deployment.espocrm.settings()).toMatchObject({
        oidcLogoutUrl: `${deployment.authentik.url}/application/o/espocrm/end-session/`,
        recordsPerPage: 33,
      });
      expect(await deployment.check()).toMatchObject({ code: 0 });
    });

    test("logout tokens that authentik sends elsewhere stop a plan, with where to take that out", async () => {
      const [provider] = deployment.authentik.state.providers.values();
      if (provider === undefined) throw new Error("No provider.");
      provider.logout_uri = "https://elsewhere.example/logout";
      const { code, stderr } = await deployment.check();
      expect(code).toBe(1);
      expect(words(stderr)).toContain(
        "authentik sends logout tokens, which name people, to https://elsewhere.example/logout,",
      );
      provider.logout_uri = `${deployment.espocrm.url}/api/v1/Oidc/backchannelLogout`;
      expect(await deployment.check()).toMatchObject({ code: 0 });
      provider.logout_uri = "";
      expect(await deployment.check()).toMatchObject({ code: 0 });
    });

    test("a back-channel provider that was added by hand is seen, and taken out", async () => {
      const [application] = deployment.authentik.state.applications.values();
      if (application === undefined) throw new Error("No application.");
      application.backchannel_providers = [application.provider ?? 0];
      expect(await deployment.check()).toMatchObject({ code: 2 });
      await deployment.apply();
      expect(application.backchannel_providers).toEqual([]);
      expect(await deployment.check()).toMatchObject({ code: 0 });
    });

    test("an unmanaged setting that was changed by hand is nobody's business", async () => {
      setByHand({
        recordsPerPage: 34,
        oidcCreateUser: true,
        outboundEmailBccAddress: "a@b.example",
      });
      expect(await deployment.check()).toMatchObject({ code: 0 });
      setByHand({ recordsPerPage: found["recordsPerPage"] });
      deployment.espocrm.seed({
        removeSettings: ["oidcCreateUser", "outboundEmailBccAddress", "auth2FA"],
      });
    });

    test("a setting that joins the configuration is written, in one apply", async () => {
      deployment.synthesize({ authentik: { release }, login: { allowAdministrators: true } });
      expect(changedSettings(await deployment.apply())).toEqual(["oidcAllowAdminUser"]);
      expect(deployment.espocrm.settings()["oidcAllowAdminUser"]).toBe(true);
      expect(await deployment.check()).toMatchObject({ code: 0 });
    });

    test("a setting that leaves the configuration is put back, in one apply", async () => {
      deployment.synthesize({ authentik: { release } });
      await deployment.apply();
      expect(deployment.espocrm.settings()["oidcAllowAdminUser"]).toBeNull();
      expect(await deployment.check()).toMatchObject({ code: 0 });
    });

    test("a destroy leaves EspoCRM as it was found, and nothing in authentik", async () => {
      await deployment.destroy();
      const { authentik, espocrm } = deployment;
      expect(lastingSettings(espocrm)).toEqual(found);
      expect(espocrm.clientSecret()).toBeNull();
      expect(authentik.state.providers.size).toBe(0);
      expect(authentik.state.applications.size).toBe(0);
      expect(authentik.state.bindings.size).toBe(0);
    });
  });
});
