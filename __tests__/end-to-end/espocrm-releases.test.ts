import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { changedSettings, Deployment, lastingSettings } from "./deployment";
import { EACH_ESPOCRM } from "./pair";
import { signIn } from "./sign-in";

/** What no version of EspoCRM has, in every shape that JSON has. */
const UNKNOWN_KEYS = {
  tomorrowSwitch: true,
  tomorrowText: 'an "ü" & <b>, \u2028',
  tomorrowNumber: 12.5,
  tomorrowBigNumber: 12345678901234567000,
  tomorrowNothing: null,
  tomorrowList: ["a", { b: 1 }, []],
  tomorrowMap: { b: { c: null }, a: [1, 2] },
  tomorrowEmptyText: "",
  oidcTomorrow: "sub",
  "tomorrow.dotted": 1,
};

describeWithTerraform("an integration of each version of EspoCRM", () => {
  describe.each(EACH_ESPOCRM)("%s", (release) => {
    let deployment: Deployment;
    let found: Record<string, unknown>;

    beforeAll(async () => {
      deployment = await Deployment.prepare({}, { espocrm: release });
      found = lastingSettings(deployment.espocrm);
    });
    afterAll(() => deployment.close());

    const planned = async () => {
      const { code, stdout } = await deployment.check();
      return code === 0 ? "nothing to do" : stdout;
    };

    test("is deployed, and the next plan has nothing to do", async () => {
      await deployment.apply();
      expect(deployment.espocrm.settings()["authenticationMethod"]).toBe("Oidc");
      expect(await planned()).toBe("nothing to do");
    });

    test("signs people in, by the way that a browser takes", async () => {
      expect(await signIn(deployment)).toContain("jane signs in");
    });

    test("settings that nobody manages and nobody has heard of are no change", async () => {
      deployment.espocrm.seed({ settings: UNKNOWN_KEYS });
      expect(await planned()).toBe("nothing to do");
    });

    test("beside them, what is managed and was changed by hand is put back, it alone", async () => {
      deployment.espocrm.seed({ settings: { oidcLogoutUrl: "https://elsewhere.example/" } });
      const before = deployment.espocrm.settings();
      expect(changedSettings(await deployment.apply())).toEqual(["oidcLogoutUrl"]);
      const [sent] = deployment.espocrm.journal
        .list()
        .filter(({ method, url }) => method === "PUT" && url.endsWith("/Settings"))
        .slice(-1);
      expect(sent?.body).not.toContain("omorrow");
      expect(deployment.espocrm.settings()).toMatchObject({
        ...Object.fromEntries(Object.keys(UNKNOWN_KEYS).map((name) => [name, before[name]])),
        oidcLogoutUrl: `${deployment.authentik.url}/application/o/espocrm/end-session/`,
      });
      expect(await planned()).toBe("nothing to do");
    });

    test("settings that change or go again later are no change either", async () => {
      deployment.espocrm.seed({
        settings: { tomorrowSwitch: "off", tomorrowMap: { a: [2], d: {} } },
        removeSettings: ["tomorrowText", "tomorrowList"],
      });
      expect(await planned()).toBe("nothing to do");
    });

    test("a destroy leaves EspoCRM as it was found", async () => {
      deployment.espocrm.seed({ removeSettings: Object.keys(UNKNOWN_KEYS) });
      await deployment.destroy();
      expect(lastingSettings(deployment.espocrm)).toEqual(found);
    });
  });
});

describeWithTerraform(
  "an upgrade of EspoCRM from 9.3.9 to 10.0.0 under a deployed integration",
  () => {
    let deployment: Deployment;
    afterEach(() => deployment.close());

    test.each([
      ["that does not manage PKCE", {}],
      ["that manages PKCE", { pkce: true }],
      ["that manages PKCE as off", { pkce: false }],
    ])("%s is a clean plan, and people sign in", async (_, login) => {
      deployment = await Deployment.prepare({ login }, { espocrm: "9.3.9" });
      const found = lastingSettings(deployment.espocrm);
      await deployment.apply();
      deployment.espocrm.upgrade("10.0.0");
      expect(await deployment.check()).toMatchObject({ code: 0 });
      expect(await signIn(deployment)).toContain("jane signs in");
      // Whoever switches it on by hand, or installs anew.
      deployment.espocrm.seed({ settings: { oidcAuthorizationPkce: true } });
      const managed = "pkce" in login && !login.pkce ? ["oidcAuthorizationPkce"] : [];
      expect(await deployment.check()).toMatchObject({ code: managed.length === 0 ? 0 : 2 });
      expect(changedSettings(await deployment.apply())).toEqual(managed);
      await deployment.destroy();
      const { oidcAuthorizationPkce: pkce, ...left } = lastingSettings(deployment.espocrm);
      expect(left).toEqual({ ...found, version: "10.0.0" });
      expect(pkce).toBe("pkce" in login ? undefined : true);
    });
  },
);
