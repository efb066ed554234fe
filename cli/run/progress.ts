import { stripVTControlCharacters } from "node:util";
import type { TextStream } from "./context";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** Milliseconds between two frames. */
const PACE = 100;

const DEFAULT_COLUMNS = 80;

/**
 * Tells how far a command is: on a terminal a last line that is rewritten, elsewhere nothing but the
 * lines that stay.
 */
export class Progress {
  readonly #isLive: boolean;
  readonly #busy = new Map<string, number>();
  #what = "";
  #done = 0;
  #total = 0;
  #frame = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly stream: TextStream,
    environment: NodeJS.ProcessEnv,
  ) {
    this.#isLive = stream.isTTY === true && environment["TERM"] !== "dumb";
  }

  /** Begins a phase, such as `Planning`, of so many parts. */
  begin(what: string, total: number): void {
    this.end();
    this.#what = what;
    this.#total = total;
    this.#done = 0;
    this.#busy.clear();
    if (!this.#isLive) this.stream.write(`${what}…\n`);
    else {
      this.#timer = setInterval(() => this.draw(), PACE).unref();
      this.draw();
    }
  }

  /** A part is worked on. */
  start(part: string): void {
    this.#busy.set(part, Date.now());
  }

  /** A part is done. @returns the seconds that it took, rounded for people */
  finish(part: string): string {
    const started = this.#busy.get(part) ?? Date.now();
    this.#busy.delete(part);
    this.#done += 1;
    return `${((Date.now() - started) / 1000).toFixed(1)} s`;
  }

  /** Writes lines that stay. */
  say(text: string): void {
    this.clear();
    this.stream.write(`${text}\n`);
    if (this.#timer !== undefined) this.draw();
  }

  /** Ends the phase. */
  end(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.clear();
  }

  private draw(): void {
    this.#frame += 1;
    const spinner = FRAMES[this.#frame % FRAMES.length] ?? "";
    const count = this.#total > 1 ? ` ${this.#done} of ${this.#total}` : "";
    const busy = [...this.#busy.keys()].join(", ");
    const line = `${spinner} ${this.#what}${count}${busy && `: ${busy}`}`;
    const columns = this.stream.columns || DEFAULT_COLUMNS;
    this.clear();
    this.stream.write(stripVTControlCharacters(line).slice(0, columns - 1));
  }

  private clear(): void {
    if (this.#isLive) this.stream.write("\r\u001b[K");
  }
}
