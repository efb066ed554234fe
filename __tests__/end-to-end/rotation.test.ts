import { type Review, reviewPlan } from "../../cli/review/index";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { Deployment, type Wish } from "./deployment";
import { Visitor } from "./visitor";

const GIVEN = { clientSecretVariable: "client_secret" } as const;
const KEY = { signingKey: "next year's key" } as const;
const secret = (value: string) => ({ client_secret: `${value}-client-secret-0123456789` });

describeWithTerraform("while somebody signs in five times a second", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.prepare({ provider: GIVEN });
    deployment.authentik.seed({ keyPairs: [{ name: "next year's key", key: "other-rsa" }] });
    await deployment.terraform.planAndApply({ ...deployment.credentials, ...secret("first") });
  });
  afterAll(() => deployment.close());

  /** Applies under load: what the review had said, and whether a login failed. Afterwards all work. */
  async function change(wish: Wish, value: string): Promise<{ said: string; failed: number }> {
    deployment.synthesize(wish);
    const { credentials, terraform } = deployment;
    const variables = { ...credentials, ...secret(value) };
    const visitor = await Visitor.of(deployment);
    visitor.start();
    await terraform.plan(variables);
    const review: Review = reviewPlan((await terraform.succeed(["show", "-json", "saved"])).stdout);
    await terraform.succeed(["apply", "-input=false", "saved"], variables);
    await visitor.stop();
    expect(await visitor.signIn()).toBe(true);
    const failed = visitor.attempts.filter(({ works }) => !works).length;
    expect(visitor.attempts[0]).toMatchObject({ works: true });
    return { said: JSON.stringify(review), failed };
  }

  test("another client secret costs the logins that the review has announced", async () => {
    const { said } = await change({ provider: GIVEN }, "second");
    expect(said).toContain("The client secret changes: new logins fail for the few seconds");
    const [provider] = [...deployment.authentik.state.providers.values()];
    expect(provider?.client_secret).toBe(secret("second").client_secret);
    expect(deployment.espocrm.clientSecret()).toBe(provider?.client_secret);
  });

  test("another signing key costs the logins that the review has announced", async () => {
    const { said } = await change({ provider: { ...GIVEN, ...KEY } }, "second");
    expect(said).toContain("The key that signs the tokens changes");
    expect(said).toContain("New logins fail for a few seconds");
  });

  test("from a given client secret to another way of naming it costs none", async () => {
    const { failed } = await change({ provider: KEY }, "second");
    expect(failed).toBe(0);
  });

  test("another name and another binding cost none", async () => {
    const { failed } = await change(
      {
        provider: KEY,
        application: { name: "CRM", slug: "espocrm", group: "Business" },
        bindings: [{ user: "jane" }],
      },
      "second",
    );
    expect(failed).toBe(0);
  });
});
