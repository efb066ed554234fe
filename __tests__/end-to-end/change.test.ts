import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { changedSettings, Deployment, type Wish } from "./deployment";
import { HAS_HIDDEN_APPLICATIONS } from "./pair";

describeWithTerraform(
  "a change of the configuration takes one apply, and leaves a clean plan",
  () => {
    let deployment: Deployment;

    beforeAll(async () => {
      deployment = await Deployment.prepare();
      await deployment.apply();
    });
    afterAll(() => deployment.close());

    /** Applies a wish; gives the settings of EspoCRM that changed. */
    async function change(wish: Wish): Promise<string[]> {
      deployment.synthesize(wish);
      const changed = changedSettings(await deployment.apply());
      expect(await deployment.check()).toMatchObject({ code: 0 });
      return changed;
    }

    const state = () => deployment.authentik.state;

    test("every text of the application, and without them again", async () => {
      const application = {
        name: "CRM",
        slug: "espocrm",
        group: "Sales",
        description: "Customers",
        icon: "fa://fa-users",
        publisher: "EspoCRM",
        openInNewTab: true,
        ...(HAS_HIDDEN_APPLICATIONS && { hide: true }),
        launchUrl: "https://launch.example/",
      };
      expect(await change({ application })).toEqual([]);
      expect(state().applicationBySlug("espocrm")).toMatchObject({
        name: "CRM",
        group: "Sales",
        meta_description: "Customers",
        meta_launch_url: "https://launch.example/",
      });
      expect(await change({ application: { name: "CRM", slug: "espocrm" } })).toEqual([]);
      expect(state().applicationBySlug("espocrm")).toMatchObject({
        meta_launch_url: deployment.espocrm.url,
        open_in_new_tab: false,
      });
    });

    test("the slug moves the addresses on both sides", async () => {
      expect(await change({ application: { name: "EspoCRM", slug: "crm" } })).toEqual([
        "oidcClientId",
        "oidcJwksEndpoint",
        "oidcLogoutUrl",
      ]);
      expect(deployment.espocrm.settings()["oidcJwksEndpoint"]).toBe(
        `${deployment.authentik.url}/application/o/crm/jwks/`,
      );
      await change({});
    });

    test("another signing key clears the keys that EspoCRM has cached", async () => {
      deployment.authentik.seed({ keyPairs: [{ name: "next year's key", key: "other-rsa" }] });
      const clearings = () =>
        deployment.espocrm.journal.list().filter(({ url }) => url === "/api/v1/Admin/clearCache");
      deployment.espocrm.journal.clear();
      await change({ provider: { signingKey: "next year's key" } });
      expect(clearings().length).toBeGreaterThan(0);
      deployment.espocrm.journal.clear();
      await change({});
      expect(clearings().length).toBeGreaterThan(0);
    });

    test("a signing key that was changed by hand is put back, and EspoCRM's cached keys are cleared", async () => {
      const [provider] = [...state().providers.values()];
      if (provider) provider.signing_key = null;
      deployment.espocrm.journal.clear();
      await change({});
      expect(provider?.signing_key).not.toBeNull();
      expect(deployment.espocrm.journal.list().map(({ url }) => url)).toContain(
        "/api/v1/Admin/clearCache",
      );
    });

    test("a provider that was deleted by hand is made anew, and EspoCRM gets its new secret", async () => {
      const { authentik, espocrm } = deployment;
      const [pk] = [...state().providers.keys()];
      const { status } = await fetch(`${authentik.url}/api/v3/providers/oauth2/${String(pk)}/`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${authentik.token}` },
      });
      expect(status).toBe(204);
      const old = espocrm.clientSecret();
      await change({});
      const [provider] = [...state().providers.values()];
      expect(provider?.client_secret).not.toBe(old);
      expect(deployment.espocrm.clientSecret()).toBe(provider?.client_secret);
      expect(deployment.espocrm.settings()["authenticationMethod"]).toBe("Oidc");
    });

    test("bindings of all kinds come, change places, and go", async () => {
      const policy = { name: "not-on-sundays", expression: "# weekdays\nreturn True\n" };
      await change({
        application: { name: "EspoCRM", slug: "espocrm", policyEngineMode: "all" },
        bindings: [
          { policy, order: 5, negate: true, timeout: 10, failureResult: true },
          { group: "crm-users" },
          { user: "jane", enabled: false },
        ],
      });
      expect([...state().bindings.values()].map(({ order }) => order).sort()).toEqual([1, 2, 5]);
      expect([...state().policies.values()].map(({ expression }) => expression)).toEqual([
        "# weekdays\nreturn True",
      ]);
      await change({ bindings: [{ group: "crm-users" }, { policy }] });
      expect(state().bindings.size).toBe(2);
      await change({});
      expect(state().bindings.size).toBe(1);
      expect(state().policies.size).toBe(0);
    });

    test("back-channel logout comes, and stays in authentik when it is taken out", async () => {
      await change({ provider: { backchannelLogout: true } });
      const [provider] = [...state().providers.values()];
      expect(provider?.logout_uri).toBe(`${deployment.espocrm.url}/api/v1/Oidc/backchannelLogout`);
      await change({});
    });

    test("several optional settings leave at once, and are put back one after the other", async () => {
      const found = deployment.espocrm.settings();
      const names = ["oidcAllowAdminUser", "oidcCreateUser", "oidcSync", "oidcGroupClaim"];
      const login = {
        allowAdministrators: true,
        createUsers: true,
        syncUsers: true,
        groupClaim: "groups",
      };
      expect(await change({ login })).toEqual([...names].sort());
      const { journal, faults } = deployment.espocrm;
      const remove = faults.add({ method: "PUT", delay: 50 });
      journal.clear();
      await change({});
      remove();
      const settings = deployment.espocrm.settings();
      for (const name of names) expect(settings[name]).toEqual(found[name] ?? null);
      expect(journal.list().filter(({ method }) => method === "PUT")).toHaveLength(5);
    });
  },
);
