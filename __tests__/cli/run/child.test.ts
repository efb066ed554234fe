import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChild } from "../../../cli/run/child";
import { Interruption } from "../../../cli/run/interruption";

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
