import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TestProject } from "../cli/project";
import { scriptOf, workflow } from "./ci-files";
import { has, Shell } from "./shell";

const ROOT = join(__dirname, "../..");
const PLAN_KEY = "correct horse battery staple";

/** Another machine's checkout of the project. */
function checkout(project: TestProject, name: string): Shell {
  const folder = project.file(name);
  mkdirSync(folder);
  for (const file of ["program.js", "cdktf.json", "synthesized", "integrations.yaml"]) {
    cpSync(project.file(file), join(folder, file), { recursive: true });
  }
  const shell = new Shell(folder);
  const tsx = `file://${require.resolve("tsx")}`;
  const script = join(ROOT, "cli/espo-authentik.ts");
  shell.program("npx", `shift; exec "${process.execPath}" --import "${tsx}" "${script}" "$@"`);
  return shell;
}

// Runners of GitHub have gpg; a machine without it can't try this.
(has("gpg") ? describe : describe.skip)("the steps of the workflows, with a real Terraform", () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await TestProject.open();
    const acme = project.integration("acme");
    await project.synthesizes({ acme });
    writeFileSync(project.file("integrations.yaml"), JSON.stringify({ integrations: { acme } }));
  });
  afterAll(() => project.close());

  test("plan on one machine, and apply exactly that on another; a login works", async () => {
    const environment = { ...project.environment, STACK: "acme", RUN: "https://ci.company/1" };
    const plan = workflow("plan");
    const apply = workflow("apply");

    const planning = checkout(project, "planning");
    const planned = await planning.run(scriptOf(plan, "Plan and review"), environment);
    expect(planned.code).toBe(0);
    expect(planning.read("output")).toBe("code=2\n");
    expect(planning.read("acme.md")).toMatch(
      /^<!-- espo-authentik review: integration=acme environment=production -->/,
    );
    await planning.run(scriptOf(plan, "Encrypt the plan, which holds secrets"), { PLAN_KEY });

    const applying = checkout(project, "applying");
    cpSync(planning.path("plan.tar.gpg"), applying.path("plan.tar.gpg"));
    await applying.run(scriptOf(apply, "Decrypt the plan"), { PLAN_KEY });
    const applied = await applying.run(scriptOf(apply, "Apply"), environment);
    expect(applied.output).toContain("1 applied");
    expect(applied.code).toBe(0);
    const verified = await applying.run(scriptOf(apply, "Does a login work?"), environment);
    expect(verified).toMatchObject({ code: 0 });

    await applying.run(`rm -r plans; ${scriptOf(apply, "Decrypt the plan")}`, { PLAN_KEY });
    const stale = await applying.run(scriptOf(apply, "Apply"), environment);
    expect(stale.output).toContain("The state of acme has changed since this plan was made");
    expect(stale.code).toBe(1);

    const said = [planned, applied, verified, stale].map(({ output }) => output).join("");
    for (const secret of [PLAN_KEY, "admin-password", project.authentik.token]) {
      expect(said + planning.read("acme.md")).not.toContain(secret);
    }
  });
});
