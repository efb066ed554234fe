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
