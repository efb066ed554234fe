/** Running the programs of the demo, so that none outlives it. */
import { type ChildProcess, spawn } from "node:child_process";

/** How a program ended. */
export interface Ran {
  /** Exit code; 1 if a signal ended it. */
  readonly code: number;
  /** Standard output. */
  readonly stdout: string;
  /** Standard output and standard error, as they came. */
  readonly said: string;
}

/** How a program is run. */
export interface RunOptions {
  /** Working directory. */
  readonly cwd: string;
  /** Whole environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Is told every line while the program runs. @default - nobody is */
  readonly onLine?: (line: string) => void;
}

/** Time that programs have to end in order, in milliseconds: Terraform then saves its state. */
const GRACE = 15_000;

/** The same where servers may be slow, and what is cut off has to be undone. */
export const LONG_GRACE = 180_000;

/** The programs that are running. */
export class Programs {
  readonly #running = new Set<ChildProcess>();

  /** @param grace milliseconds that programs have to end in order */
  constructor(private readonly grace = GRACE) {}

  /** Runs a program to its end. */
  run(program: string, args: readonly string[], options: RunOptions): Promise<Ran> {
    const { cwd, env, onLine } = options;
    // A process group of its own: Ctrl-C then reaches its children once, through `end`.
    const detached = process.platform !== "win32";
    const child = spawn(program, args, {
      cwd,
      env,
      detached,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#running.add(child);
    let stdout = "";
    let said = "";
    const take = (text: string): void => {
      said += text;
      for (const line of text.split("\n")) if (line.trim() !== "") onLine?.(line);
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      take(text);
    });
    child.stderr.setEncoding("utf8").on("data", take);
    return new Promise((resolve, reject) => {
      child.once("error", (error) => {
        this.#running.delete(child);
        reject(error);
      });
      child.once("close", (code) => {
        this.#running.delete(child);
        resolve({ code: code ?? 1, stdout, said });
      });
    });
  }

  /** Asks all programs to end in order, and ends those that don't. */
  async end(): Promise<void> {
    const running = [...this.#running];
    running.forEach((child) => {
      signal(child, "SIGINT");
    });
    const ended = running.map((child) => new Promise((resolve) => child.once("close", resolve)));
    const timer = setTimeout(() => {
      running.forEach((child) => {
        signal(child, "SIGKILL");
      });
    }, this.grace);
    await Promise.all(ended);
    clearTimeout(timer);
  }
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(name);
    else process.kill(-child.pid, name);
  } catch {
    // It has ended by itself.
  }
}
