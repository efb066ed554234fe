import { closeSync, openSync, readSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { CommandFailure } from "../../run/failure";
import { lines } from "./lines";

/** The JSON of one plan, and where it was found. */
export interface PlanText {
  /** The file, or `-` for standard input; with the line where it holds several plans. */
  readonly source: string;
  /** Name of the stack that the file's name gives away. @default - none does */
  readonly stack: string | undefined;
  /** The JSON. */
  readonly text: string;
}

/** Names that say nothing of the stack: the folder's name says more. */
const NAMELESS = ["plan", "tfplan", "saved", "show", "review"];

/** Bytes that are read at once: a plan has some hundred thousand. */
const CHUNK = 2 ** 20;

/**
 * The plans in files, one after the other; only one is in memory at a time. A file holds one plan, or
 * several, one a line, as `terraform show -json` prints them.
 * @param files paths, `-` for standard input
 * @throws {CommandFailure} with exit code 2 if a file can't be read
 */
export async function* planTexts(
  files: readonly string[],
  directory: string,
  stdin: NodeJS.ReadableStream,
): AsyncGenerator<PlanText> {
  for (const file of files) {
    const stack = file === "-" ? undefined : stackOf(resolve(directory, file));
    const input = file === "-" ? stdin : chunks(resolve(directory, file));
    try {
      yield* documents(input, file, stack);
    } catch (error) {
      if (error instanceof CommandFailure) throw error;
      throw new CommandFailure(
        `${file} can't be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

/** Synchronously: nothing else is to be done meanwhile, and the way through threads takes longer. */
function* chunks(path: string): Generator<Buffer> {
  const file = openSync(path, "r");
  try {
    for (;;) {
      const bytes = Buffer.allocUnsafe(CHUNK);
      const length = readSync(file, bytes);
      if (length === 0) return;
      yield bytes.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** A line that is an object by itself is a plan; anything else is a part of one plan of many lines. */
async function* documents(
  input: Parameters<typeof lines>[0],
  file: string,
  stack: string | undefined,
): AsyncGenerator<PlanText> {
  const rest: string[] = [];
  let number = 0;
  let plans = 0;
  for await (const line of lines(input)) {
    number += 1;
    const whole = rest.length === 0 && line.startsWith("{") && line.endsWith("}");
    if (!whole) {
      if (line !== "" || rest.length > 0) rest.push(line);
      continue;
    }
    plans += 1;
    yield { source: number === 1 ? file : `${file}, line ${String(number)}`, stack, text: line };
  }
  if (rest.length > 0 || plans === 0) yield { source: file, stack, text: rest.join("\n") };
}

function stackOf(path: string): string {
  const name = basename(path).replace(/(\.(tf)?plan)?\.(json|txt)$/, "");
  return NAMELESS.includes(name) ? basename(dirname(path)) : name;
}
