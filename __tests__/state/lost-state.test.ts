import { copyFile, readdir, rm } from "node:fs/promises";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { type Ran, TestProject } from "../cli/project";

jest.setTimeout(180_000);

describeWithTerraform("a state that is lost, or old", () => {
  let project: TestProject;
  beforeEach(async () => {
    project = await TestProject.open();
    await declare(10);
    await expectCode(2, "plan", "crm");
    await expectCode(0, "apply", "crm");
  });
  afterEach(() => project.close());

  const declare = (minutes: number, more = false) =>
    project.synthesizes({
      crm: project.integration("espocrm", {
        provider: { accessTokenValidity: `minutes=${minutes}` },
        bindings: [{ group: "crm-users" }, ...(more ? [{ user: "akadmin" }] : [])],
      }),
    });

  async function expectCode(code: number, ...args: string[]): Promise<Ran> {
    const ran = await project.run(args);
    if (ran.code !== code)
      throw new Error(`${args.join(" ")}: ${ran.code} ${ran.stdout}${ran.stderr}`);
    return ran;
  }

  const stateFile = () => project.file("terraform.crm.tfstate");

  function expectOneOfEach(bindings = 1): void {
    const { state } = project.authentik;
    expect([state.applications.size, state.bindings.size, state.providers.size]).toEqual([
      1,
      bindings,
      1,
    ]);
    const [provider] = state.providers.values();
    expect(project.espocrm.settings()["authenticationMethod"]).toBe("Oidc");
    expect(project.espocrm.clientSecret()).toBe(provider?.client_secret);
  }

  test("lost: the plan stops before anything is made a second time, and adopt brings it back", async () => {
    await rm(stateFile());
    const plan = await expectCode(1, "plan", "crm");
    expect(plan.stderr).toContain("npx espo-authentik adopt crm");
    await expectCode(2, "adopt", "crm");
    await expectCode(0, "apply", "crm");
    await expectCode(0, "plan", "crm");
    expectOneOfEach();
    // What was there before the integration is in no state any more: the end brings EspoCRM's own login.
    await expectCode(2, "plan", "crm", "--destroy");
    await expectCode(0, "apply", "crm");
    expect(project.espocrm.settings()["authenticationMethod"]).toBe("Espo");
    expect(project.authentik.state.applications.size).toBe(0);
  });

  test("of last week: what was made since is found and adopted, what was changed since is read", async () => {
    await copyFile(stateFile(), project.file("old"));
    await declare(11, true);
    await expectCode(2, "plan", "crm");
    await expectCode(0, "apply", "crm");
    await copyFile(project.file("old"), stateFile());
    const plan = await expectCode(1, "plan", "crm");
    expect(plan.stderr).toContain('the binding of the user "akadmin"');
    await expectCode(2, "adopt", "crm");
    await expectCode(0, "apply", "crm");
    await expectCode(0, "plan", "crm");
    expectOneOfEach(2);
  });

  test("restored from its backup: the servers are read, and one apply is the most that is needed", async () => {
    await declare(11);
    await expectCode(2, "plan", "crm");
    await expectCode(0, "apply", "crm");
    expect(await readdir(project.folder)).toContain("terraform.crm.tfstate.backup");
    await copyFile(`${stateFile()}.backup`, stateFile());
    const plan = await project.run(["plan", "crm"]);
    if (plan.code !== 0) {
      expect(plan.code).toBe(2);
      await expectCode(0, "apply", "crm");
      await expectCode(0, "plan", "crm");
    }
    expectOneOfEach();
  });

  test("a plan from before another checkout's apply is refused", async () => {
    await declare(11);
    await expectCode(2, "plan", "crm");
    await expectCode(2, "plan", "crm", "--plans", "others");
    await expectCode(0, "apply", "crm", "--plans", "others");
    const late = await expectCode(1, "apply", "crm");
    expect(late.stderr).toContain("The state of crm has changed since this plan was made");
    expectOneOfEach();
  });
});
