/**
 * What a fleet takes: validate, synth, plan, apply, plan once more, verify, list --live, over several sizes, against
 * the sandbox. Writes docs/performance.md and its plot.
 *
 *     npm run bench -- fleet            with the sizes 10, 50, 200
 *     npx tsx bench/fleet.ts 10 50      with others
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { type Fleet, startFleet } from "./fleet-servers";
import { writePage } from "./fleet-page";
import type { Took } from "./fleet-took";
import { report } from "./report";

/** Each command, with the exit code of one that went well. */
const COMMANDS: readonly (readonly [string, number, ...string[]])[] = [
  ["validate", 0, "validate"],
  ["synth", 0, "synth"],
  ["plan", 2, "plan", "--all"],
  ["apply", 0, "apply", "--all", "--yes"],
  ["plan, nothing to do", 0, "plan", "--all"],
  ["verify", 0, "verify"],
  ["list --live", 0, "list", "--live"],
];

async function measured(fleet: Fleet, count: number): Promise<Took[]> {
  const took: Took[] = [];
  for (const [name, expected, ...args] of COMMANDS) {
    fleet.requests();
    const { code, mebibytes, said, seconds } = await calledOnce(fleet, args);
    if (code !== expected) throw new Error(`${name} of ${count} ended with ${code}:\n${said}`);
    took.push({ name, count, seconds, mebibytes, load: loadavg()[0] ?? 0, ...fleet.requests() });
    process.stderr.write(`${count}: ${name}: ${seconds.toFixed(1)} s\n`);
  }
  return took;
}

async function calledOnce({ environment, folder }: Fleet, args: readonly string[]) {
  const file = join(folder, "took.json");
  const script = join(__dirname, "fleet-once.ts");
  const tsx = `file://${require.resolve("tsx")}`;
  const child = spawn(process.execPath, ["--import", tsx, script, file, ...args], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "inherit", "inherit"],
  });
  await once(child, "close");
  return JSON.parse(await readFile(file, "utf8")) as {
    code: number;
    seconds: number;
    mebibytes: number;
    said: string;
  };
}

async function benchFleet(sizes: readonly number[]): Promise<void> {
  const all: Took[] = [];
  for (const size of sizes) {
    const fleet = await startFleet(size);
    try {
      all.push(...(await measured(fleet, size)));
    } finally {
      await fleet.close();
    }
    // After each size: what was measured stays, whatever becomes of the next.
    await writePage(all);
  }
  const first = (name: string) => all.find((took) => took.name === name);
  report("Fleet: milliseconds an integration, and their ratio to the smallest fleet's", [
    ["command", "integrations", "each", "ratio"],
    ...all.map((took) => {
      const smallest = first(took.name) ?? took;
      const ratio = took.seconds / took.count / (smallest.seconds / smallest.count);
      const each = `${((took.seconds / took.count) * 1000).toFixed(0)} ms`;
      return [took.name, String(took.count), each, ratio.toFixed(2)];
    }),
  ]);
}

const given = process.argv.slice(2).map(Number);
void benchFleet(given.length > 0 ? given : [10, 50, 200]);
