import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChild } from "../../../cli/run/child";
import { Interruption } from "../../../cli/run/interruption";
import { until } from "../project";

test("a program is not begun after a signal, which could not be passed on to it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "child-"));
  const interruption = new Interruption();
  const options = { folder, environment: { PATH: process.env["PATH"] }, interruption };
  try {
    expect((await runChild("touch", ["before"], options)).code).toBe(0);
    interruption.raise("SIGINT");
    await expect(runChild("touch", ["after"], options)).rejects.toThrow("Interrupted");
    expect([existsSync(join(folder, "before")), existsSync(join(folder, "after"))]).toEqual([
      true,
      false,
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** Tells which signal comes first, and ends. */
const LISTENER = `
  for signal in INT TERM HUP; do trap "echo $signal; exit 0" $signal; done
  echo ready; while :; do sleep 0.02; done`;

test.each([
  ["SIGINT", "INT"],
  ["SIGTERM", "TERM"],
  // Terraform ends in order at SIGINT and SIGTERM; a SIGHUP kills it, with its state unwritten.
  ["SIGHUP", "TERM"],
] as const)("%s reaches the program as %s", async (signal, heard) => {
  const interruption = new Interruption();
  const lines: string[] = [];
  const onLine = (line: string) => {
    lines.push(line);
    if (line === "ready") interruption.raise(signal);
  };
  const environment = { PATH: process.env["PATH"] };
  await runChild("sh", ["-c", LISTENER], { folder: tmpdir(), environment, interruption, onLine });
  expect(lines).toEqual(["ready", heard]);
});

/** Runs a program with `endsWithUs`, as a process that can be killed. */
const PARENT = `
  import { runChild } from ${JSON.stringify(join(__dirname, "../../../cli/run/child.ts"))};
  import { Interruption } from ${JSON.stringify(join(__dirname, "../../../cli/run/interruption.ts"))};
  await runChild("sh", ["-c", process.argv[3]], {
    folder: process.argv[2], environment: process.env, interruption: new Interruption(), endsWithUs: true,
  });`;

/** Says in files where it is. A shell fails to write to a broken pipe, a Go program dies of it. */
const ORPHAN = `
  trap 'echo told && echo told >&2 && touch heard; exit 0' INT
  echo $$ > begun; while :; do sleep 0.02; done`;

const onUnix = process.platform === "win32" ? test.skip : test;

onUnix(
  "a program whose parent is killed is asked to end in order, and outlives its output",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "child-"));
    try {
      const script = join(folder, "parent.mjs");
      await writeFile(script, PARENT);
      const tsx = ["--import", `file://${require.resolve("tsx")}`];
      const parent = spawn(process.execPath, [...tsx, script, folder, ORPHAN], { stdio: "ignore" });
      await until(() => existsSync(join(folder, "begun")));
      parent.kill("SIGKILL");
      await until(() => existsSync(join(folder, "heard")));
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

onUnix("a program that a signal ends says so, and its watcher ends with it", async () => {
  const options = {
    folder: tmpdir(),
    environment: { PATH: process.env["PATH"] },
    interruption: new Interruption(),
    endsWithUs: true,
  };
  expect(await runChild("sh", ["-c", "kill -KILL $$"], options)).toMatchObject({
    code: 137,
    signal: "SIGKILL",
  });
  expect(await runChild("sh", ["-c", "echo out; echo err >&2; exit 3"], options)).toEqual({
    code: 3,
    signal: undefined,
    stdout: "out\n",
    stderr: "err\n",
  });
});
