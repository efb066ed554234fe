/** Our own commands in the demo's project, called as a user calls them. */
import { join } from "node:path";
import type { Programs, Ran } from "./command";
import { loader, type Project, REPOSITORY } from "./project";

/** A program failed; what it said is in the message. */
export class ProgramFailed extends Error {
  /**
   * @param command as a user would type it
   * @param said all that it printed
   */
  constructor(
    readonly command: string,
    said: string,
  ) {
    super(`\`${command}\` failed:\n\n${said.trim()}`);
  }
}

/** How the commands are run. */
export interface ProductOptions {
  /** The project. */
  readonly project: Pick<Project, "folder">;
  /** The running programs. */
  readonly programs: Programs;
  /** Environment: credentials, providers. */
  readonly environment: NodeJS.ProcessEnv;
  /** Is told every line that a program prints. */
  readonly onLine: (line: string) => void;
  /** No program is begun once it is aborted. @default - they are */
  readonly stop?: AbortSignal;
}

/** The program `espo-authentik`, from the sources of this checkout. */
export class Product {
  constructor(private readonly options: ProductOptions) {}

  /**
   * Runs a command.
   * @param args command and options
   * @param expected the exit code that it is to end with
   * @param more variables besides the demo's
   * @throws {ProgramFailed} where it ends with another exit code
   */
  async run(args: readonly string[], expected = 0, more: NodeJS.ProcessEnv = {}): Promise<string> {
    const ran = await this.#run(args, more);
    if (ran.code !== expected) throw new ProgramFailed(called(args), ran.said);
    return ran.stdout;
  }

  /** Takes the stack from its servers, if it is there. */
  async destroy(stack: string): Promise<void> {
    const plan = ["plan", stack, "--destroy"];
    const { code, said } = await this.#run(plan);
    if (code === 2) await this.run(["apply", stack]);
    else if (code !== 0) throw new ProgramFailed(called(plan), said);
  }

  /** Plans the stack and applies that plan. */
  async deploy(stack: string): Promise<void> {
    await this.run(["plan", stack], 2);
    await this.run(["apply", stack]);
  }

  /** Puts what the project's folder holds under version control; false where there is no git. */
  async commit(): Promise<boolean> {
    const identity = ["-c", "user.name=Demo", "-c", "user.email=demo@sandbox.example"];
    const commands = [
      ["init", "--quiet"],
      ["add", "integrations.yaml", "cdktf.json"],
      [...identity, "-c", "commit.gpgSign=false", "commit", "--quiet", "--message", "Sign in"],
    ];
    for (const args of commands) {
      const ran = await this.#start("git", args).catch(() => undefined);
      if (ran?.code !== 0) return false;
    }
    return true;
  }

  #run(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ran> {
    const program = ["--import", loader(), join(REPOSITORY, "cli/espo-authentik.ts")];
    return this.#start(process.execPath, [...program, ...args], more);
  }

  async #start(
    program: string,
    args: readonly string[],
    more: NodeJS.ProcessEnv = {},
  ): Promise<Ran> {
    const { environment, onLine, programs, project, stop } = this.options;
    stop?.throwIfAborted();
    const env = { ...environment, ...more };
    return programs.run(program, args, { cwd: project.folder, env, onLine });
  }
}

/** A command as a person types it. */
export const called = (args: readonly string[]): string => `espo-authentik ${args.join(" ")}`;
