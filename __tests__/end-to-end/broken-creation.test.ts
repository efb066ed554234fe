import { reviewPlan } from "../../cli/review/index";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { Deployment } from "./deployment";

/** What Terraform asks authentik for once it has made an object; where that fails, it mistrusts the object. */
const READS = ["/api/v3/providers/oauth2/", "/api/v3/policies/expression/"];
const BROKEN = [
  "authentik_policy_expression.policy-hours",
  "authentik_provider_oauth2.provider",
] as const;

describeWithTerraform("creations that break off after authentik's answer", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.prepare({
      bindings: [{ policy: { name: "hours", expression: "return True" } }],
    });
  });
  afterAll(() => deployment.close());

  test("are not made twice: the review refuses, and names the commands that go on", async () => {
    const { authentik, credentials, terraform } = deployment;
    const effect = { kind: "answer", status: 500 } as const;
    const remove = READS.map((path) => authentik.faults.add({ method: "GET", path, effect }));
    await terraform.plan(credentials);
    expect(await terraform.apply(credentials)).toMatchObject({ code: 1 });
    for (const one of remove) one();
    await terraform.plan(credentials);
    const { stdout } = await terraform.succeed(["show", "-json", "saved"]);
    const refused = reviewPlan(stdout).integrations.flatMap(({ findings }) => findings);
    const said = JSON.stringify(refused.filter(({ id }) => id === "second-of-its-name"));
    for (const address of BROKEN) {
      expect(said).toContain(`terraform untaint ${address}`);
      await terraform.succeed(["untaint", address]);
    }
    await deployment.apply();
    expect(await deployment.check()).toMatchObject({ code: 0 });
    expect(authentik.state.providers.size).toBe(1);
    expect(authentik.state.policies.size).toBe(1);
  });
});
