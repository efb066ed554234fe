/**
 * How long the review of many stacks takes, against `JSON.parse` of the same text. Makes the plan,
 * then measures in a process that has loaded nothing but the review: `node --import tsx bench/review.ts`
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Lab } from "../__tests__/cli/review/corpus/lab";

/** An integration with most of what can be set: its plan has about 450 KB. */
const LOGIN = {
  allowAdministrators: true,
  allowRegularUserFallback: false,
  authorizationPrompt: "login",
  groupClaim: "groups",
  syncUsers: true,
  teams: [{ id: "sales", group: "sales" }],
} as const;

/** The plan of a small change in an applied stack, by real Terraform. */
async function plannedChange(): Promise<string> {
  const lab = await Lab.open("2026.5", { login: LOGIN });
  try {
    await lab.apply();
    lab.declare({ login: { ...LOGIN, createUsers: true }, bindings: [{ group: "sales" }] });
    return await lab.plan();
  } finally {
    await lab.close();
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "espo-authentik-bench-"));
  try {
    const file = join(folder, "plan.json");
    writeFileSync(file, await plannedChange());
    // As it is installed: what runs TypeScript unbuilt makes closures several times slower.
    execFileSync("npm", ["run", "--silent", "build"], { cwd: join(__dirname, "..") });
    const args = ["--expose-gc", "--import", "tsx", join(__dirname, "review-once.ts"), file];
    process.exitCode = spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
