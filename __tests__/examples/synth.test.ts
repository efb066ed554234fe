import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describeWithTerraform, Workspace } from "../../sandbox/__tests__/terraform/workspace";

const REPOSITORY = resolve(__dirname, "../..");
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Synthesizes an example as its README says, and gives the folder of the output. */
function synthesize(program: string, configuration?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "example-"));
  folders.push(folder);
  execFileSync(process.execPath, ["--import", "tsx", program], {
    cwd: REPOSITORY,
    env: {
      ...process.env,
      CDKTF_OUTDIR: folder,
      ...(configuration !== undefined && { ESPO_AUTHENTIK_CONFIG: configuration }),
    },
    stdio: "pipe",
  });
  return folder;
}

const stacks = (folder: string): string[] => readdirSync(join(folder, "stacks")).sort();

const EXAMPLES: readonly [
  name: string,
  expected: readonly string[],
  program: string,
  file: string | undefined,
][] = [
  ["as shipped", ["acme"], "main.ts", "integrations.yaml"],
  ["minimal", ["acme"], "main.ts", "examples/minimal/integrations.yaml"],
  ["complete", ["acme", "globex"], "main.ts", "examples/complete/integrations.yaml"],
  ["library", ["crm"], "examples/library/main.ts", undefined],
  ["deployer", ["deployer"], "examples/deployer/main.ts", undefined],
  ["project", ["acme"], "examples/project/main.ts", "examples/project/integrations.yaml"],
];

test.each(EXAMPLES)("the example %s makes its stacks", (_name, expected, program, file) => {
  expect(stacks(synthesize(program, file))).toEqual(expected);
});

test("the same bytes come out in two folders", () => {
  const read = (folder: string) =>
    stacks(folder).map((stack) =>
      readFileSync(join(folder, "stacks", stack, "cdk.tf.json"), "utf8"),
    );
  const file = "examples/complete/integrations.yaml";
  const [one, other] = [synthesize("main.ts", file), synthesize("main.ts", file)];
  expect(read(one)).toEqual(read(other));
  expect(read(one).join()).not.toContain(REPOSITORY);
});

describeWithTerraform("Terraform finds the examples valid", () => {
  test.each(EXAMPLES)("%s", async (_name, expected, program, file) => {
    const folder = synthesize(program, file);
    for (const stack of expected) {
      const workspace = await Workspace.at(join(folder, "stacks", stack), "2026.5.0");
      await workspace.succeed(["init", "-backend=false", "-input=false"]);
      await workspace.succeed(["validate"]);
      await workspace.close();
    }
  });
});
