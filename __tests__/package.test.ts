import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const REPOSITORY = resolve(__dirname, "..");
const run = (program: string, args: readonly string[], cwd: string): string =>
  execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

describe("the tarball of npm pack, installed in an empty project", () => {
  let project: string;

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), "package-"));
    const packed = run("npm", ["pack", "--silent", "--pack-destination", project], REPOSITORY);
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "p", private: true }));
    const flags = ["--no-fund", "--no-audit", "--silent", "--prefer-offline"];
    run(
      "npm",
      ["install", ...flags, join(project, packed.trim().split("\n").at(-1) ?? "")],
      project,
    );
  }, 240_000);
  afterAll(() => {
    rmSync(project, { recursive: true, force: true });
  });

  test("synthesizes the library example", () => {
    cpSync(join(REPOSITORY, "examples/library"), project, { recursive: true });
    const tsx = pathToFileURL(require.resolve("tsx")).href;
    run(process.execPath, ["--import", tsx, "main.ts"], project);
    const stack = readFileSync(join(project, "cdktf.out/stacks/crm/cdk.tf.json"), "utf8");
    expect(stack).toContain('"authentik_provider_oauth2"');
    expect(stack).toContain('"restapi_object"');
  });

  test("brings the program, which reads a configuration", () => {
    cpSync(join(REPOSITORY, "examples/minimal/integrations.yaml"), join(project, "one.yaml"));
    const said = run("npx", ["--no-install", "espo-authentik", "validate", "one.yaml"], project);
    expect(said).toContain("acme");
  });

  test("holds the product and nothing of the sandbox", () => {
    const folder = join(project, "node_modules/espo-authentik");
    expect(readdirSync(join(folder, "dist")).sort()).toEqual(["cli", "lib"]);
    expect(readdirSync(folder)).not.toContain("sandbox");
  });
});
