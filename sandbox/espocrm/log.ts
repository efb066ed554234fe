import { fatal, type EspoError } from "./errors";

/** A line of EspoCRM's log. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** As EspoCRM ranks it. It writes warnings and errors to `data/logs` unless told otherwise. */
  readonly level: "info" | "warning" | "error";
  /** What happened; free of secrets. */
  readonly message: string;
}

/** EspoCRM's log, the only place where it says why a sign-in was refused. */
export class Log {
  readonly #lines: LogLine[] = [];
  readonly #now: () => number;

  /** @param now Clock, in milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** All lines, oldest first. */
  list(): readonly LogLine[] {
    return this.#lines;
  }

  /** Adds a line that EspoCRM does not keep by default. */
  info(message: string): void {
    this.#add("info", message);
  }

  /** Adds a warning. */
  warning(message: string): void {
    this.#add("warning", message);
  }

  /** Adds an error. */
  error(message: string): void {
    this.#add("error", message);
  }

  /** Adds an error that ends the request: the client gets status 500 and not a word. */
  fatal(message: string): EspoError {
    this.error(message);
    return fatal();
  }

  #add(level: LogLine["level"], message: string): void {
    this.#lines.push({ at: this.#now(), level, message });
  }
}
