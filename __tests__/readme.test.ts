import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { loadConfiguration } from "../lib";

const REPOSITORY = resolve(__dirname, "..");
const PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];
const read = (page: string): string => readFileSync(join(REPOSITORY, page), "utf8");

/** The code blocks of the README in one language. */
const blocks = (language: string): string[] =>
  [...read("README.md").matchAll(/^```(\w+)\n([^]*?)^```$/gm)]
    .filter(([, named]) => named === language)
    .map(([, , code = ""]) => code);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "readme-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("the README fits", () => {
  expect(read("README.md").split("\n").length).toBeLessThan(250);
});

test("its configuration is one", () => {
  const [yaml = ""] = blocks("yaml");
  const file = join(folder, "integrations.yaml");
  writeFileSync(file, yaml);
  expect(loadConfiguration(file, {}).integrations.map(({ name }) => name)).toEqual(["acme"]);
});

test("its program compiles, runs, and prints what it says", () => {
  const [program = ""] = blocks("ts");
  const file = join(REPOSITORY, "artifacts/readme.ts");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, program);
  try {
    const said = execFileSync(process.execPath, ["--import", "tsx", file], {
      cwd: REPOSITORY,
      env: { ...process.env, CDKTF_OUTDIR: folder },
      encoding: "utf8",
    });
    expect(said.trim()).toBe(/\/\/ (https:\S+)/.exec(program)?.[1]);
  } finally {
    rmSync(file);
  }
});

test.each(PAGES)("every file that %s leads to is there", (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = ""]) => link);
  const missing = links.filter((link) => !existsSync(join(REPOSITORY, dirname(page), link)));
  expect(missing).toEqual([]);
});

test("every command of ours that it names is one", () => {
  const named = [...read("README.md").matchAll(/npx espo-authentik ([a-z-]+)/g)].map(([, c]) => c);
  const help = execFileSync(
    process.execPath,
    ["--import", "tsx", "cli/espo-authentik.ts", "--help"],
    { cwd: REPOSITORY, encoding: "utf8" },
  );
  expect(named.length).toBeGreaterThan(5);
  for (const command of named) expect(help).toMatch(new RegExp(`^  ${String(command)} `, "m"));
});
