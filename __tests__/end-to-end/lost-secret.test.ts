import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describeWithTerraform, TERRAFORM } from "../../sandbox/__tests__/terraform/workspace";
import { TestProject } from "../cli/project";

jest.setTimeout(180_000);

const run = promisify(execFile);
const EARLIER = {
  authenticationMethod: "Oidc",
  oidcClientId: "keycloak",
  oidcFallback: true,
  ldapBaseDn: "dc=secret-tree",
};

describeWithTerraform("that an earlier set-up's secret will be lost", () => {
  let project: TestProject;

  beforeEach(async () => {
    project = await TestProject.open();
    project.espocrm.seed({ settings: EARLIER });
    await project.synthesizes({ acme: project.integration("acme") });
  });
  afterEach(() => project.close());

  const tell = async (program: string, args: readonly string[], folder: string) => {
    const env = { ...process.env, ...project.environment, CI: "1", CHECKPOINT_DISABLE: "1" };
    const { stderr, stdout } = await run(program, args, { cwd: folder, env });
    return stdout + stderr;
  };

  /** It is said, in few lines, and without the settings' values. */
  const expectShort = (said: string): void => {
    const words = said.replace(/[│╷╵\s]+/g, " ");
    expect(words).toContain("puts that set-up back, except its client secret");
    expect(words).not.toContain("secret-tree");
    expect(Math.max(...said.split("\n").map(({ length }) => length))).toBeLessThan(500);
  };

  test("is said by terraform apply", async () => {
    await project.run(["plan"]); // Synthesizes.
    const folder = project.file("cdktf.out/stacks/acme");
    const args = ["apply", "-input=false", "-auto-approve", "-no-color"];
    expectShort(await tell(TERRAFORM ?? "terraform", args, folder));
  });

  test("is said by our own plan, and by our own apply", async () => {
    const planned = await project.run(["plan"]);
    expect(planned.stdout.replace(/\s+/g, " ")).toMatch(/client secret/);
    expect(planned.stdout).not.toContain("secret-tree");
    expectShort((await project.run(["apply"])).stderr);
  });
});
