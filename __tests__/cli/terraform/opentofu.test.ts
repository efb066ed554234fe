import { spawnSync } from "node:child_process";
import { TestProject } from "../project";

/** OpenTofu's program, on the PATH or named for all tests; undefined where there is none. */
const OPENTOFU = ["tofu", process.env["TERRAFORM_BINARY_NAME"]].find((name) => {
  if (!name) return false;
  const { status, stdout } = spawnSync(name, ["version"], { encoding: "utf8" });
  return status === 0 && stdout.includes("OpenTofu");
});

const suite = OPENTOFU === undefined ? describe.skip : describe;
const why = OPENTOFU === undefined ? " [skipped: no OpenTofu here]" : "";

suite(`an integration with OpenTofu${why}`, () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await TestProject.open();
    await project.synthesizes({ acme: project.integration("acme") });
  });
  afterAll(() => project.close());

  const run = (...args: string[]) => project.run(args, { TERRAFORM_BINARY_NAME: OPENTOFU });

  test("is reviewed under OpenTofu's name", async () => {
    const { code, stdout } = await run("plan", "acme", "--format", "markdown");
    expect(code).toBe(2);
    expect(stdout).toMatch(/, OpenTofu `\d+\.\d+\.\d+/);
    expect(stdout).not.toMatch(/Terraform `\d/);
  });

  test("is applied, and planned clean", async () => {
    expect(await run("apply", "acme")).toMatchObject({ code: 0 });
    expect(project.espocrm.settings()["authenticationMethod"]).toBe("Oidc");
    expect(await run("plan", "acme")).toMatchObject({ code: 0 });
  });
});
