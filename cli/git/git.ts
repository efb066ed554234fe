import { runChild } from "../run/child";
import { CommandFailure } from "../run/failure";
import type { Interruption } from "../run/interruption";

/** Runs git in a folder. */
export class Git {
  constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly interruption: Interruption,
  ) {}

  /**
   * Runs a command that must succeed.
   * @returns what it printed, without the line's end
   * @throws {CommandFailure} with what git said
   */
  async run(...args: readonly string[]): Promise<string> {
    const ended = await this.try(...args);
    if (ended.code === 0) return ended.stdout.replace(/\n$/, "");
    throw new CommandFailure(`git ${args[0] ?? ""}: ${ended.stderr.trim()}`);
  }

  /** Runs a command that may fail. */
  try(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    return runChild("git", ["-c", "core.hooksPath=/dev/null", ...args], {
      folder: this.folder,
      environment: this.environment,
      interruption: this.interruption,
    }).catch((error: unknown) => {
      throw (error as NodeJS.ErrnoException).code === "ENOENT"
        ? new CommandFailure("There is no git on the PATH. Install it.")
        : error;
    });
  }
}
