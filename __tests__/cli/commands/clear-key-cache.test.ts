import { dirname } from "node:path";
import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { TestProject } from "../project";

describeWithTerraform("espo-authentik clear-key-cache", () => {
  let project: TestProject;

  beforeEach(async () => {
    project = await TestProject.open(2);
    const [first, second] = project.espocrms;
    await project.synthesizes({
      one: project.integration("one", {}, first),
      two: project.integration("two", {}, second),
    });
  });
  afterEach(() => project.close());

  test("makes the EspoCRM of the named stack forget its keys, and ends the session", async () => {
    const ran = await project.run(["clear-key-cache", "one"], { PATH: dirname(process.execPath) });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(project.espocrm.url);
    const [cleared, other] = project.espocrms.map(({ state }) => state.cacheClearedAt);
    expect(cleared).toBeGreaterThan(0);
    expect(other).toBe(0);
    expect([project.logIns(), project.activeTokens()]).toEqual([1, 0]);
  });

  test("goes on with the others where one EspoCRM refuses", async () => {
    project.espocrm.faults.add({ effect: { kind: "answer", status: 503, body: "<html>" } });
    const ran = await project.run(["clear-key-cache", "--all"]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("503");
    expect(project.espocrms[1]?.state.cacheClearedAt).toBeGreaterThan(0);
  });

  test("says which variables are missing", async () => {
    const ran = await project.run(["clear-key-cache", "one"], { TF_VAR_espocrm_password: "" });
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("TF_VAR_espocrm_password")]);
  });
});
