import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { EndingSignal, Interruption } from "./interruption";

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
}

/** How a program ended. */
export interface Ended {
  /** Exit code; 128 + the signal's number, where a signal ended it. */
  readonly code: number;
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
  const { environment, folder, interruption, onLine, secretFiles = false, shell = false } = options;
  // A signal that came before there was a program to pass it on to.
  if (interruption.signal !== undefined) throw new Error("Interrupted before it began.");
  const ownGroup = process.platform !== "win32";
  const usual = secretFiles ? process.umask(0o077) : undefined;
  let child;
  try {
    child = spawn(program, args, {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      detached: ownGroup,
      shell,
      windowsHide: true,
    });
  } finally {
    if (usual !== undefined) process.umask(usual);
  }
  const deaf = interruption.listen((signal) => passOn(child, signal, shell && ownGroup));
  try {
    const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
    const [[code, signal], stdout, stderr] = await Promise.all([
      ended,
      onLine === undefined ? text(child.stdout) : lines(child.stdout, onLine),
      text(child.stderr),
    ]);
    return { code: code ?? (signal === null ? 1 : 128), stdout, stderr };
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
