import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { TestProject } from "../project";
import { Console } from "./by-hand";

jest.setTimeout(120_000);

describeWithTerraform("bindings that somebody made by hand", () => {
  let project: TestProject;

  beforeAll(async () => {
    project = await TestProject.open();
    await project.synthesizes({ crm: project.integration("espocrm") });
    await project.run(["plan"]);
    expect((await project.run(["apply"])).code).toBe(0);
  });
  afterEach(() => {
    project.authentik.faults.clear();
  });
  afterAll(() => project.close());

  const verify = async () => {
    const { stdout } = await project.run(["verify", "crm", "--json"]);
    const report = JSON.parse(stdout) as {
      stacks: readonly { checks: readonly { id: string; status: string; saw?: string }[] }[];
    };
    return report.stacks[0]?.checks.find(({ id }) => id === "access");
  };

  test("a plan without any has nothing to say of them, and verify passes", async () => {
    const plan = await project.run(["plan"]);
    expect(plan.stdout).toContain("crm: nothing to do");
    expect(await verify()).toMatchObject({ status: "pass", saw: "as declared: group crm-users" });
  });

  test("a token that may not read bindings is told as that, not taken for none", async () => {
    project.authentik.faults.add({
      path: "/api/v3/policies/bindings/?target",
      effect: {
        kind: "answer",
        status: 403,
        contentType: "application/json",
        body: JSON.stringify({ detail: "You do not have permission to perform this action." }),
      },
    });
    const plan = await project.run(["plan"]);
    expect(plan.stdout).toContain("crm: look twice");
    expect(plan.stdout).toContain("the token may not read them");
  });

  test("one of them is named in the plan, though there is nothing to do, and in verify", async () => {
    const console = new Console(project.authentik);
    const [application] = [...project.authentik.state.applications.values()];
    const user = await console.user("guest");
    const body = { target: application?.pk, user, order: 5, enabled: true };
    await console.ask("policies/bindings/", body);
    const plan = await project.run(["plan"]);
    expect(plan.code).toBe(0);
    expect(plan.stdout).toContain("crm: look twice");
    expect(plan.stdout).toContain("not declared: user guest");
    expect(plan.stdout).toContain(
      "whoever meets any of these: is in the group crm-users (or in a child group of it), or is the user guest.",
    );
    expect(await verify()).toMatchObject({ status: "fail" });
    expect((await verify())?.saw).toContain("user guest");
  });
});
