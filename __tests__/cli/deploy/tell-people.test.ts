import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { TestProject } from "../project";

describeWithTerraform("a plan that switches the login on", () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await TestProject.open();
    await project.synthesizes({ acme: project.integration("espocrm") });
  });
  afterAll(() => project.close());

  test("says in figures whom it lets in, names nobody, and logs in no second time", async () => {
    const { code, stderr, stdout } = await project.run(["plan", "acme"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /acme: authentik lets in 3 people; 2 get in; EspoCRM refuses 1 \(1 with an administrator's account\); nobody gets into another's account; 3 of 5 accounts are out of reach; administrators who get in: 0 of 1\. By name: npx espo-authentik users acme\n/,
    );
    expect(stdout + stderr).not.toMatch(/\b(jane|sam|guest|user1)\b/);
    expect([project.logIns(), project.activeTokens()]).toEqual([1, 0]);
  });

  test("is kept where people can't be compared, and says why", async () => {
    project.espocrm.faults.add({
      path: "/api/v1/User",
      effect: { kind: "answer", status: 500 },
    });
    const { code, stderr } = await project.run(["plan", "acme"]);
    project.espocrm.faults.clear();
    expect(code).toBe(2);
    expect(stderr).toContain("acme: people were not compared. EspoCRM answered with HTTP 500");
  });

  test("and one that does not switch it on asks for no people", async () => {
    await project.run(["apply", "acme"]);
    project.espocrm.journal.clear();
    project.authentik.journal.clear();
    const { code, stderr } = await project.run(["plan", "acme"]);
    expect(code).toBe(0);
    expect(stderr).not.toContain("authentik lets in");
    const asked = [project.espocrm, project.authentik].flatMap(({ journal }) => journal.list());
    expect(asked.filter(({ url }) => /\/(User|core\/users\/)\?/.test(url))).toEqual([]);
  });
});
