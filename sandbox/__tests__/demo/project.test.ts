import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProject, FolderInUse } from "../../demo/project";
import { writeVariables } from "../../demo/variables";

const SERVERS = { authentik: "http://127.0.0.1:1", espocrm: "http://127.0.0.1:2" };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "demo-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("the project of `npm run demo -- --keep`", () => {
  test("is made where it is wanted, and removed at the end", async () => {
    const wanted = join(folder, "a/demo");
    const project = await createProject(SERVERS, wanted);
    expect(readdirSync(wanted).sort()).toEqual(["cdktf.json", "integrations.yaml"]);
    await project.close();
    expect(readdirSync(join(folder, "a"))).toEqual([]);
  });

  test("is never made over other files", async () => {
    writeFileSync(join(folder, "integrations.yaml"), "mine");
    await expect(createProject(SERVERS, folder)).rejects.toThrow(FolderInUse);
    expect(readFileSync(join(folder, "integrations.yaml"), "utf8")).toBe("mine");
  });

  test("takes the place of one whose demo was killed", async () => {
    await writeVariables(folder, {});
    await createProject(SERVERS, folder);
    expect(readdirSync(folder)).not.toContain("sandbox.env");
  });

  test("has its variables in a file that a shell reads, and nobody else", async () => {
    const value = `it's "$HOME" \\ \`date\``;
    await writeVariables(folder, { ONE: value, TWO: "2" });
    const { stdout } = spawnSync("sh", ["-c", '. ./sandbox.env && printf %s "$ONE$TWO"'], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toBe(`${value}2`);
    expect(statSync(join(folder, "sandbox.env")).mode & 0o777).toBe(0o600);
  });
});
