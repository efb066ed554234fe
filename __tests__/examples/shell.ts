import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";

/** How a script ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Whether a program is on the PATH. */
export const has = (program: string): boolean =>
  spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/** What bash says of a script without running it; empty where it can be read. */
export const syntaxErrors = (script: string, shell = "bash"): string =>
  spawnSync(shell, ["-n"], { input: script, encoding: "utf8" }).stderr;

/** A folder in which scripts run, with programs of our own before the machine's. */
export class Shell {
  constructor(readonly folder = mkdtempSync(join(tmpdir(), "shell-"))) {}

  /** Puts a program on the PATH: a script of `sh`. Its calls are in `<name>.calls`. */
  program(name: string, script: string): void {
    const bin = join(this.folder, "bin");
    mkdirSync(bin, { recursive: true });
    const log = `printf '%s\\n' "$*" >> "${this.path(`${name}.calls`)}"`;
    writeFileSync(join(bin, name), `#!/bin/sh\n${log}\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }

  /** Runs a script as GitHub and GitLab do: it ends at the first error, also in a pipe. */
  async run(script: string, environment: NodeJS.ProcessEnv = {}, shell = "bash"): Promise<Ended> {
    const options = shell === "bash" ? ["--noprofile", "--norc", "-eo", "pipefail"] : [];
    const child = spawn(shell, [...options, "-c", script], {
      cwd: this.folder,
      env: {
        HOME: this.folder,
        GITHUB_OUTPUT: this.path("output"),
        GITHUB_STEP_SUMMARY: this.path("summary"),
        ...environment,
        PATH: `${join(this.folder, "bin")}:${process.env["PATH"] ?? ""}`,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (text: Buffer) => (output += text.toString()));
    child.stderr.on("data", (text: Buffer) => (output += text.toString()));
    await once(child, "close");
    return { code: child.exitCode, output };
  }

  path = (...path: readonly string[]): string => join(this.folder, ...path);

  read = (...path: readonly string[]): string => readFileSync(this.path(...path), "utf8");

  close = (): void => rmSync(this.folder, { recursive: true, force: true });
}
