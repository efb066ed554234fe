import { reviewPlan } from "../../cli/review/index";
import { startAuthentik } from "../../sandbox/authentik";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { Deployment, type Wish } from "./deployment";
import { Visitor } from "./visitor";

describeWithTerraform("an integration moves", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.prepare();
    await deployment.apply();
  });
  afterAll(() => deployment.close());

  /** What the review says of a wish, and whether it refuses. */
  async function reviewed(wish: Wish, variables = deployment.credentials) {
    deployment.synthesize(wish);
    await deployment.terraform.plan(variables);
    const { stdout } = await deployment.terraform.succeed(["show", "-json", "saved"]);
    const review = reviewPlan(stdout);
    return { verdict: review.verdict, said: JSON.stringify(review) };
  }

  /** Applies what is planned while somebody signs in, who must get in afterwards. */
  async function apply(variables = deployment.credentials): Promise<number> {
    const visitor = await Visitor.of(deployment);
    visitor.start();
    expect(await deployment.terraform.apply(variables)).toMatchObject({ code: 0 });
    await visitor.stop();
    expect(await visitor.signIn()).toBe(true);
    expect(deployment.espocrm.settings()).toMatchObject({
      authenticationMethod: "Oidc",
      oidcFallback: true,
    });
    return visitor.attempts.filter(({ works }) => !works).length;
  }

  test("to another client ID: one apply, which the review announces", async () => {
    const { said } = await reviewed({ provider: { clientId: "another" } });
    expect(said).toContain("logins fail for the few seconds until authentik and EspoCRM both have");
    await apply();
    expect(deployment.espocrm.settings()["oidcClientId"]).toBe("another");
    await reviewed({});
    await apply();
  });

  test("to another slug: one apply, which the review announces", async () => {
    const { said } = await reviewed({ application: { name: "EspoCRM", slug: "crm" } });
    expect(said).toContain("issuer, JWKS and logout addresses change with it");
    await apply();
    await reviewed({});
    await apply();
  });

  test("to another authentik, never over what that has under the same number", async () => {
    const { espocrm, terraform } = deployment;
    const other = await startAuthentik();
    try {
      const [ours] = [...deployment.authentik.state.providers.values()];
      if (ours === undefined) throw new Error("There is no provider.");
      const { authorization_flow, invalidation_flow, redirect_uris } = ours;
      const answer = await fetch(`${other.url}/api/v3/providers/oauth2/`, {
        method: "POST",
        headers: { authorization: `Bearer ${other.token}`, "content-type": "application/json" },
        body: JSON.stringify({
          ...{ name: "Wiki", client_id: "wiki" },
          ...{ authorization_flow, invalidation_flow, redirect_uris },
        }),
      });
      expect(answer.status).toBe(201);
      const wiki = { ...other.state.providers.get(ours.pk) };
      expect(wiki.name).toBe("Wiki");
      const credentials = { ...deployment.credentials, authentik_token: other.token };
      const moved = { authentik: { url: other.url } };
      const refused = await reviewed(moved, credentials);
      expect(refused.verdict).toBe("refused");
      expect(refused.said).toContain("terraform state rm authentik_provider_oauth2.provider");

      await terraform.succeed(["state", "rm", "authentik_provider_oauth2.provider"]);
      const { said, verdict } = await reviewed(moved, credentials);
      expect(verdict).toBe("look-twice");
      expect(said).toContain("authentik's address becomes");
      expect(await terraform.apply(credentials)).toMatchObject({ code: 0 });
      expect({ ...other.state.providers.get(ours.pk) }).toEqual(wiki);
      const made = [...other.state.providers.values()].find(({ name }) => name === "EspoCRM");
      expect(espocrm.clientSecret()).toBe(made?.client_secret);
      expect(espocrm.settings()).toMatchObject({
        oidcJwksEndpoint: `${other.url}/application/o/espocrm/jwks/`,
        oidcFallback: true,
      });
      expect(other.state.bindings.size).toBe(1);
    } finally {
      await other.close();
    }
  });
});
