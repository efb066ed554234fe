import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../cli/espo-authentik";

/** Stacks of a CDKTF program that reads them from a file, as main.ts does from the configuration. */
const PROGRAM = `
const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { version } = require("cdktf");
const out = process.env.CDKTF_OUTDIR;
const stacks = {};
for (const [name, value] of Object.entries(JSON.parse(readFileSync("stacks.json", "utf8")))) {
  const path = "stacks/" + name;
  mkdirSync(out + "/" + path, { recursive: true });
  // Nothing is left of an integration that is removed but its connections.
  const resource = value === "removed" ? {} : { terraform_data: { value: { input: value } } };
  const json = { "//": { metadata: { version } }, resource };
  writeFileSync(out + "/" + path + "/cdk.tf.json", JSON.stringify(json));
  stacks[name] = { name, constructPath: name, annotations: [], dependencies: [],
    workingDirectory: path, synthesizedStackPath: path + "/cdk.tf.json" };
}
writeFileSync(out + "/manifest.json", JSON.stringify({ version, stacks }));
`;

const MATRIX = ["changed", "--since", "HEAD", "--matrix"];

describe("espo-authentik changed", () => {
  let repository: string;
  let project: string;

  const git = (...args: readonly string[]): string =>
    execFileSync(
      "git",
      ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-C", repository, ...args],
      { encoding: "utf8" },
    );
  const commit = (): void => {
    git("add", "--all");
    git("commit", "--quiet", "--message", "A commit");
  };
  const write = (file: string, text: string): Promise<void> => writeFile(join(project, file), text);
  const stacks = (values: object): Promise<void> => write("stacks.json", JSON.stringify(values));
  const changed = async (args: readonly string[]) => {
    const written = { stdout: "", stderr: "" };
    let code = 0;
    await run(args, {
      directory: project,
      environment: process.env,
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      exit: (given) => (code = given),
    });
    return { code, ...written };
  };

  beforeEach(async () => {
    repository = await realpath(await mkdtemp(join(tmpdir(), "repository-")));
    project = join(repository, "infrastructure", "crm");
    const modules = join(repository, "node_modules", "cdktf");
    await mkdir(project, { recursive: true });
    await mkdir(modules, { recursive: true });
    await writeFile(join(repository, ".gitignore"), "node_modules\n");
    await writeFile(join(modules, "index.js"), "exports.version = '0.21.0';\n");
    await write("cdktf.json", JSON.stringify({ app: "node program.js" }));
    await write("program.js", PROGRAM);
    await write("package-lock.json", "{}");
    await stacks({ acme: 1, bolt: 1 });
    git("init", "--quiet");
    commit();
  });
  afterEach(() => rm(repository, { recursive: true, force: true }));

  test("names the stacks whose output differs, not those whose files were touched", async () => {
    await stacks({ bolt: 2, acme: 1 });
    await write("program.js", `// Another comment.${PROGRAM}`);
    expect(await changed(["changed", "--since", "HEAD"])).toMatchObject({
      code: 0,
      stdout: "bolt\n",
    });
  });

  test("prints a matrix for CI, an empty one too", async () => {
    expect((await changed(MATRIX)).stdout).toBe('{"stack":[]}\n');
    await stacks({ acme: 2, bolt: 1, crow: 1 });
    expect((await changed(MATRIX)).stdout).toBe('{"stack":["acme","crow"]}\n');
  });

  test("tells apart in JSON what is new, different and gone", async () => {
    await stacks({ acme: 2, crow: 1 });
    const ran = await changed(["changed", "--since", "HEAD", "--json"]);
    expect(JSON.parse(ran.stdout)).toEqual({
      since: "HEAD",
      stacks: [
        { stack: "acme", change: "changed" },
        { stack: "crow", change: "added" },
      ],
      removed: ["bolt"],
      abandoned: ["bolt"],
      note: null,
    });
    expect([ran.code, ran.stderr]).toEqual([
      0,
      expect.stringContaining("bolt is gone from the program"),
    ]);
  });

  test("refuses a stack that just leaves, where that is asked for; its end is a change like any other", async () => {
    const strict = [...MATRIX, "--no-abandoned"];
    await stacks({ acme: 1 });
    const left = await changed(strict);
    expect([left.code, left.stdout]).toEqual([3, '{"stack":[]}\n']);
    expect(left.stderr).toContain('Bring it back with "removed: true"');
    await stacks({ acme: 1, bolt: "removed" });
    expect(await changed(strict)).toMatchObject({ code: 0, stdout: '{"stack":["bolt"]}\n' });
    commit();
    await stacks({ acme: 1 });
    const ended = await changed(strict);
    expect([ended.code, ended.stdout]).toEqual([0, '{"stack":[]}\n']);
    expect(ended.stderr).not.toContain("bolt");
  });

  test("compares with any commit, and leaves neither worktree nor temporary folder", async () => {
    await stacks({ acme: 2, bolt: 1 });
    commit();
    // A folder of its own: other tests come and go in the common one.
    const common = process.env["TMPDIR"];
    const temporary = await mkdtemp(join(tmpdir(), "changed-"));
    process.env["TMPDIR"] = temporary;
    expect((await changed(MATRIX)).stdout).toBe('{"stack":[]}\n');
    expect((await changed(["changed", "--since", "HEAD~1"])).stdout).toBe("acme\n");
    expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
    const left = (await readdir(temporary)).filter((name) => name.startsWith("espo-authentik-"));
    if (common === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = common;
    await rm(temporary, { recursive: true });
    expect(left).toEqual([]);
  });

  test("counts all stacks where the commit can't be synthesized, and says why", async () => {
    await write("program.js", "throw new Error('was broken then');");
    commit();
    await write("program.js", PROGRAM);
    const ran = await changed(MATRIX);
    expect([ran.code, ran.stdout]).toEqual([0, '{"stack":["acme","bolt"]}\n']);
    expect(ran.stderr).toContain("HEAD can't be synthesized.");
    expect(ran.stderr).toContain("was broken then");
  });

  test("counts all stacks where the commit pins other packages", async () => {
    await write("package-lock.json", '{"lockfileVersion":3}');
    const ran = await changed(MATRIX);
    expect(ran.stdout).toBe('{"stack":["acme","bolt"]}\n');
    expect(ran.stderr).toContain("HEAD pins other packages.");
  });

  test("does not count remarks in the output, which Terraform does not read", async () => {
    await write("program.js", PROGRAM.replace("metadata: { version }", "metadata: {}"));
    expect((await changed(MATRIX)).stdout).toBe('{"stack":[]}\n');
  });

  test.each(["nothing-of-this-name", "--output=x"])("refuses %s", async (reference) => {
    const ran = await changed(["changed", `--since=${reference}`]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(`${reference} is no commit of this repository`);
  });

  test("fails where the working tree can't be synthesized", async () => {
    await write("program.js", "throw new Error('is broken now');");
    const ran = await changed(MATRIX);
    expect([ran.code, ran.stdout]).toEqual([2, ""]);
    expect(ran.stderr).toContain("is broken now");
  });
});
