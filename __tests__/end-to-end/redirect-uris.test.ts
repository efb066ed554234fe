import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { reviewPlan } from "../../cli/review";
import { plain } from "../../cli/review/render/text";
import { Deployment } from "./deployment";
import { HAS_TYPED_REDIRECT_URIS, testWhere } from "./pair";

const PORTAL = "https://portal.company.example/oauth-callback.php";

describeWithTerraform("redirect URIs besides EspoCRM's own", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.prepare();
    await deployment.apply();
  });
  afterAll(() => deployment.close());

  const registered = () => [...deployment.authentik.state.providers.values()][0]?.redirect_uris;

  async function review() {
    const plan = await deployment.terraform.plan(deployment.credentials);
    const { integrations, verdict } = reviewPlan(JSON.stringify(plan));
    return {
      verdict,
      impact: integrations.flatMap(({ impact }) => impact.map(({ text }) => plain(text))),
      gates: integrations.flatMap(({ findings }) => findings.map(({ id }) => id)),
    };
  }

  test("one that was added by hand is not taken away without a word", async () => {
    const own = registered() ?? [];
    const { status } = await fetch(`${deployment.authentik.url}/api/v3/providers/oauth2/1/`, {
      method: "PATCH",
      headers: {
        authorization: `Bearer ${deployment.authentik.token}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ redirect_uris: [...own, { ...own[0], url: PORTAL }] }),
    });
    expect(status).toBe(200);
    const { impact, verdict } = await review();
    expect(verdict).toBe("look-twice");
    expect(impact).toContain(
      `authentik no longer hands logins to ${PORTAL}: who logs in from there is refused. If it is wanted, write it under provider.redirectUris.`,
    );
  });

  test("one that is declared stays, and so does the plan", async () => {
    deployment.synthesize({ provider: { redirectUris: [PORTAL] } });
    await deployment.apply();
    expect(registered()?.map(({ url }) => url)).toEqual([
      `${deployment.espocrm.url}/oauth-callback.php`,
      PORTAL,
    ]);
    expect((await deployment.check()).code).toBe(0);
  });

  testWhere(HAS_TYPED_REDIRECT_URIS, "authentik 2026.2 has none of a type")(
    "a declared pattern and an address for logging out are said, and refused by no gate",
    async () => {
      const pattern = "https://[a-z0-9-]+\\.portals\\.company/oauth-callback\\.php";
      deployment.synthesize({
        provider: {
          redirectUris: [
            PORTAL,
            { url: pattern, matching: "regex" },
            { url: "https://portal.company.example/", type: "logout" },
          ],
        },
      });
      const { gates, impact, verdict } = await review();
      expect(verdict).toBe("look-twice");
      expect(gates).not.toContain("redirect-uri");
      expect(impact.join("\n")).toContain(
        `authentik also hands logins to ${pattern} (as a regular expression). That is not at this EspoCRM's address`,
      );
      expect(impact).toContain(
        "After logging out people may be sent to https://portal.company.example/.",
      );
      await deployment.apply();
      expect((await deployment.check()).code).toBe(0);
    },
  );
});
