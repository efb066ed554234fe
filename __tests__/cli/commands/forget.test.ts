import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { TestProject } from "../project";

jest.setTimeout(60_000);

describeWithTerraform("espo-authentik forget", () => {
  let project: TestProject;

  beforeEach(async () => {
    project = await TestProject.open();
    await project.synthesizes({ acme: project.integration("acme") });
    await project.run(["plan"]);
    await project.run(["apply"]);
  });
  afterEach(() => project.close());

  test("empties the state, and changes neither server: the next plan finds it all there", async () => {
    const settings = project.espocrm.settings();
    const asked = project.authentik.journal.list().length;
    const ran = await project.run(["forget", "acme", "--yes"]);
    expect([ran.code, ran.stdout]).toEqual([0, expect.stringContaining("acme: forgotten.")]);
    expect(project.espocrm.settings()).toEqual(settings);
    expect(project.authentik.journal.list()).toHaveLength(asked);

    const again = await project.run(["forget", "acme", "--yes"]);
    expect(again.stdout).toContain("acme: there is nothing in its state.");
    const planned = await project.run(["plan"]);
    expect([planned.code, planned.stderr]).toEqual([
      1,
      expect.stringContaining("npx espo-authentik adopt acme"),
    ]);
  });

  test("does nothing where nobody can be asked, and needs a name", async () => {
    const unasked = await project.run(["forget", "acme"]);
    expect([unasked.code, unasked.stderr]).toEqual([2, expect.stringContaining("say --yes")]);
    expect((await project.run(["forget"])).code).toBe(2);
    expect((await project.run(["plan"])).stderr).toContain("nothing to do");
  });
});
