import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reviewPlan } from "../../cli/review/index";
import type { BindingProps } from "../../lib";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { Deployment } from "./deployment";

const POLICY = { name: "not-from-abroad", expression: "return True" };
const GROUP: BindingProps = { group: "crm-users" };
const MOMENT = "authentik lets every one of its users through";

describeWithTerraform("exchanging the only binding leaves no moment without one", () => {
  let deployment: Deployment;
  /** How few bindings decided at any moment. */
  let fewest = 0;

  beforeAll(async () => {
    deployment = await Deployment.prepare();
    const { applications, bindings } = deployment.authentik.state;
    const gone = bindings.delete.bind(bindings);
    bindings.delete = (key) => {
      const was = gone(key);
      const ours = [...applications.values()].map(({ pk }) => pk);
      const enabled = [...bindings.values()].filter((one) => one.enabled);
      fewest = Math.min(fewest, enabled.filter(({ target }) => ours.includes(target)).length);
      return was;
    };
    // What is made takes longer than what goes, so that only an order can keep Terraform from deleting first.
    deployment.authentik.faults.add({ method: "POST", path: "/api/v3/policies/", delay: 400 });
  });
  afterAll(() => deployment.close());

  const declare = (bindings: readonly BindingProps[]) => deployment.synthesize({ bindings });

  /** Applies, and gives what the review says of it. */
  async function apply(): Promise<string> {
    const { credentials, terraform } = deployment;
    await terraform.plan(credentials);
    const { stdout } = await terraform.succeed(["show", "-json", "saved"]);
    fewest = Infinity;
    expect(await terraform.apply(credentials)).toMatchObject({ code: 0 });
    return JSON.stringify(reviewPlan(stdout));
  }

  /** Writes the stack as an earlier version of the construct did. */
  async function asBefore(bindings: readonly BindingProps[]): Promise<void> {
    declare(bindings);
    const file = join(deployment.folder, "cdktf.out/stacks/crm/cdk.tf.json");
    const written = await readFile(file, "utf8");
    const old = written
      .replace(/\s*"lifecycle": \{\s*"create_before_destroy": true\s*\},/g, "")
      .replace('\\"bindingsGoLast\\" = true, ', "");
    expect(old.length).toBeLessThan(written.length - 90);
    await writeFile(file, old);
  }

  test("nor in the second apply after the version that knew no order; in the first the review warns", async () => {
    await asBefore([GROUP]);
    await apply();
    declare([{ user: "jane" }]);
    expect(await apply()).toContain(MOMENT);
    await asBefore([GROUP]);
    await apply();
    declare([GROUP]);
    await apply();
    declare([{ user: "jane" }]);
    expect(await apply()).not.toContain(MOMENT);
    expect(fewest).toBe(1);
  });

  test.each<[string, readonly BindingProps[], readonly BindingProps[]]>([
    ["a group for another", [GROUP], [{ group: "sales" }]],
    ["a group for a user", [GROUP], [{ user: "jane" }]],
    ["a policy for a group", [{ policy: POLICY }], [GROUP]],
    ["a policy for another", [{ policy: POLICY }], [{ policy: { ...POLICY, name: "other" } }]],
    ["the first of two goes", [{ user: "jane" }, GROUP], [GROUP]],
    ["two for one", [{ user: "jane" }, { policy: POLICY }], [GROUP]],
  ])("%s", async (_, from, to) => {
    declare(from);
    await apply();
    declare(to);
    expect(await apply()).not.toContain(MOMENT);
    expect(fewest).toBe(1);
    expect(deployment.authentik.state.bindings.size).toBe(to.length);
  });

  test("an apply that stops in between leaves both, and the next one goes on", async () => {
    declare([GROUP]);
    await apply();
    declare([{ user: "jane" }]);
    const { authentik, credentials, terraform } = deployment;
    const remove = authentik.faults.add({
      method: "DELETE",
      effect: { kind: "answer", status: 400 },
    });
    await terraform.plan(credentials);
    expect(await terraform.apply(credentials)).toMatchObject({ code: 1 });
    remove();
    expect(authentik.state.bindings.size).toBe(2);
    expect(await apply()).not.toContain(MOMENT);
    expect(fewest).toBe(1);
  });

  test("policies change places in the order without meeting", async () => {
    const other = { name: "other", expression: "return True" };
    declare([
      { policy: POLICY, order: 1 },
      { policy: other, order: 2 },
    ]);
    await apply();
    declare([
      { policy: other, order: 1 },
      { policy: POLICY, order: 2 },
    ]);
    await apply();
    expect(await deployment.check()).toMatchObject({ code: 0 });
  });
});
