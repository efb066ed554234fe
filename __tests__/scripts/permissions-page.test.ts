import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { PERMISSIONS } from "../../lib/fields";

const REPOSITORY = resolve(__dirname, "../..");
const read = () => readFileSync(resolve(REPOSITORY, "docs/permissions.md"), "utf8");

test("docs/permissions.md is as it should be; if not: npx tsx scripts/permissions-page.ts", () => {
  const args = ["--import", "tsx", "scripts/permissions-page.ts", "--check"];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: REPOSITORY });
  expect([stderr.toString(), status]).toEqual(["", 0]);
});

test("the page has a row for each permission, and gives to read only what views", () => {
  const rows = read()
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  expect(rows.map(([, name]) => name)).toEqual(PERMISSIONS.map(({ name }) => `\`${name}\``));
  for (const [, name = "", , deploy, read] of rows)
    expect([deploy, read]).toEqual(["yes", name.includes(".view_") ? "yes" : ""]);
});
