import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import type { EndingSignal, Interruption } from "./interruption";
import { ENDED, LIFELINE, watched } from "./orphan";

/** A program to run to its end. */
export interface ChildOptions {
  /** Folder that it runs in. */
  readonly folder: string;
  /** Its environment, whole. */
  readonly environment: NodeJS.ProcessEnv;
  /** What passes signals on to it. */
  readonly interruption: Interruption;
  /** Whether the program is a command line for the system's shell. @default false */
  readonly shell?: boolean;
  /** Takes each line of standard output as it comes. @default - they are kept */
  readonly onLine?: (line: string) => void;
  /** Whether what it writes can be read by its owner alone. @default - as the user's umask has it */
  readonly secretFiles?: boolean;
  /** Whether it is asked to end in order where this process dies. Not on Windows. @default false */
  readonly endsWithUs?: boolean;
}

/** How a program ended. */
export interface Ended {
  /** Exit code; 128 + the signal's number, where a signal ended it. */
  readonly code: number;
  /** The signal that ended it; undefined where it ended by itself. */
  readonly signal: NodeJS.Signals | undefined;
  /** Standard output; empty where lines were taken as they came. */
  readonly stdout: string;
  /** Standard error. */
  readonly stderr: string;
}

/**
 * Runs a program to its end, without standard input. It gets a process group of its own, so that
 * Ctrl-C in a terminal does not reach it by itself: each signal is passed on to it exactly once, and
 * Terraform takes a second one as the order to drop everything.
 * @throws {Error} where a signal came before
 */
export async function runChild(
  program: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<Ended> {
  const { environment, folder, interruption, onLine } = options;
  const { endsWithUs = false, secretFiles = false, shell = false } = options;
  // A signal that came before there was a program to pass it on to.
  if (interruption.signal !== undefined) throw new Error("Interrupted before it began.");
  const ownGroup = process.platform !== "win32";
  const isWatched = endsWithUs && ownGroup;
  const run = isWatched ? watched(program, args) : { program, args };
  const usual = secretFiles ? process.umask(0o077) : undefined;
  let child;
  try {
    child = spawn(run.program, run.args, {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe", isWatched ? "pipe" : "ignore"],
      detached: ownGroup,
      shell,
      windowsHide: true,
    }) as ChildProcessByStdio<null, Readable, Readable>;
  } finally {
    if (usual !== undefined) process.umask(usual);
  }
  const lifeline = child.stdio[LIFELINE] as Writable | null;
  lifeline?.on("error", () => undefined); // Nobody reads it any more: that is as well.
  child.once("exit", () => lifeline?.end(ENDED));
  const deaf = interruption.listen((signal) => passOn(child, signal, shell && ownGroup));
  try {
    const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
    const [[code, signal], stdout, stderr] = await Promise.all([
      ended,
      onLine === undefined ? text(child.stdout) : lines(child.stdout, onLine),
      text(child.stderr),
    ]);
    return {
      code: code ?? (signal === null ? 1 : 128 + constants.signals[signal]),
      signal: signal ?? undefined,
      stdout,
      stderr,
    };
  } finally {
    deaf();
  }
}

async function lines(stream: NodeJS.ReadableStream, onLine: (line: string) => void) {
  for await (const line of createInterface({ input: stream })) onLine(line);
  return "";
}

/** A shell does not pass signals on: its whole group gets them. */
function passOn(
  child: { readonly pid?: number | undefined; kill(signal: NodeJS.Signals): boolean },
  signal: EndingSignal,
  toGroup: boolean,
): void {
  const passed = signal === "SIGHUP" ? "SIGTERM" : signal; // Terraform does not end in order at SIGHUP.
  if (!toGroup || child.pid === undefined) child.kill(passed);
  else {
    try {
      process.kill(-child.pid, passed);
    } catch {
      // It has ended meanwhile.
    }
  }
}
