import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as library from "../../lib";

const ROOT = resolve(__dirname, "../..");

test("docs/api.md says what the exports are now, and TypeDoc misses none of them", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve(ROOT, "scripts/api-page.js"), "--check"],
    { cwd: ROOT, encoding: "utf8" },
  );
  expect(stderr + stdout).toBe("");
  expect(status).toBe(0);
});

test("docs/api.md has a section for each class and function", () => {
  const page = readFileSync(resolve(ROOT, "docs/api.md"), "utf8");
  const sections = [...page.matchAll(/^### (\w+)/gm)].map(([, name]) => name);
  expect(sections).toEqual(expect.arrayContaining(Object.keys(library)));
});
