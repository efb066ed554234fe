import { constants } from "node:os";

/** Signals by which a person, a terminal or a CI ends a command. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal by which a command is ended. */
export type EndingSignal = (typeof SIGNALS)[number];

/**
 * Lets a command end in order: while it runs, a signal does not kill the process, but is told to what
 * listens; the command then unwinds, and its `finally` blocks do their work.
 */
export class Interruption {
  readonly #listeners = new Set<(signal: EndingSignal) => void>();
  #signal: EndingSignal | undefined;

  /** The first signal that came; undefined while there was none. */
  get signal(): EndingSignal | undefined {
    return this.#signal;
  }

  /** The exit code of a process that this signal ends: 128 + its number. */
  get exitCode(): number | undefined {
    return this.#signal && 128 + constants.signals[this.#signal];
  }

  /**
   * Calls the listener for each signal.
   * @returns a function that ends this
   */
  listen(listener: (signal: EndingSignal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells that a signal came. */
  raise(signal: EndingSignal): void {
    this.#signal ??= signal;
    for (const listener of [...this.#listeners]) listener(signal);
  }
}

/** Runs work during which the process's signals interrupt instead of killing it. */
export async function interruptible<Result>(
  work: (interruption: Interruption) => Promise<Result>,
): Promise<Result> {
  const interruption = new Interruption();
  const raise = (signal: NodeJS.Signals): void => interruption.raise(signal as EndingSignal);
  for (const signal of SIGNALS) process.on(signal, raise);
  try {
    return await work(interruption);
  } finally {
    for (const signal of SIGNALS) process.off(signal, raise);
  }
}
