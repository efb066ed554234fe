import { createInterface } from "node:readline/promises";
import type { TextStream } from "./context";
import type { Interruption } from "./interruption";

/** Whether a person sits at both ends. */
export const isPersonThere = (stderr: TextStream): boolean =>
  process.stdin.isTTY && stderr.isTTY === true;

/** Asks a question; `yes` alone counts as one. Ctrl-C counts as no. */
export async function confirm(
  question: string,
  stderr: TextStream,
  interruption: Interruption,
): Promise<boolean> {
  stderr.write(question);
  const abort = new AbortController();
  const deaf = interruption.listen(() => abort.abort());
  // Without its own terminal handling, Ctrl-C stays a signal.
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    return (await lines.question("", { signal: abort.signal })).trim().toLowerCase() === "yes";
  } catch {
    return false;
  } finally {
    lines.close();
    deaf();
  }
}
