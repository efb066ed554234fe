/** `npm run bench [-- synth one-plan plan review users fleet]`: prints ratios, one table a question. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Scripts by name, each with what Node needs for it. */
const BENCHES: Readonly<Record<string, readonly string[]>> = {
  synth: ["synth.ts"],
  "one-plan": ["one-plan.ts"],
  plan: ["plan.ts"],
  review: ["review.ts"],
  users: ["users.ts"],
  fleet: ["fleet.ts"],
};

const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
  const [script, ...flags] = BENCHES[name] ?? [];
  if (script === undefined) {
    process.stderr.write(`There is no bench ${name}, only ${Object.keys(BENCHES).join(", ")}.\n`);
    process.exitCode = 2;
    break;
  }
  const args = [...flags, "--import", "tsx", join(__dirname, script)];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exitCode = status ?? 1;
}
