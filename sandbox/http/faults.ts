/** What a fault does to the requests it matches. */
export type FaultEffect =
  | {
      /** Answers in the server's place; the request is not carried out. */
      readonly kind: "answer";
      /** HTTP status. */
      readonly status: number;
      /** Body. @default - empty */
      readonly body?: string | undefined;
      /** Content type of the body. @default - text/html, as an access proxy would answer */
      readonly contentType?: string | undefined;
      /** Further headers. @default - none */
      readonly headers?: Readonly<Record<string, string>> | undefined;
    }
  | {
      /** Carries the request out, sends half of the answer's body, then ends the connection. */
      readonly kind: "cut";
    }
  | {
      /** Ends the connection without an answer; the request is not carried out. */
      readonly kind: "refuse";
    }
  | {
      /** Never answers, and leaves the connection open: who asks waits, and can be killed meanwhile. */
      readonly kind: "silence";
      /** Whether the request is carried out. */
      readonly carriedOut: boolean;
    };

/** A fault: which requests it meets, how often, and what happens to them. */
export interface Fault {
  /** HTTP method. @default - every method */
  readonly method?: string | undefined;
  /** Start of the path and query, or a pattern for them. @default - every path */
  readonly path?: string | RegExp | undefined;
  /** How many matching requests pass before it sets in. @default - 0 */
  readonly skip?: number | undefined;
  /** How many requests it meets. @default - all */
  readonly times?: number | undefined;
  /** Delay before anything else happens, in milliseconds. @default - 0 */
  readonly delay?: number | undefined;
  /** What is waited for before that, in this process alone. @default - nothing */
  readonly until?: Promise<unknown> | undefined;
  /** What happens then. @default - the server answers as always */
  readonly effect?: FaultEffect | undefined;
}

/** The faults that a sandbox server is to show, in the order they were added. */
export class Faults {
  #faults: { readonly fault: Fault; skip: number; times: number }[] = [];

  /** Adds a fault; the returned function removes it. */
  add(fault: Fault): () => void {
    const entry = { fault, skip: fault.skip ?? 0, times: fault.times ?? Infinity };
    this.#faults.push(entry);
    return () => {
      this.#faults = this.#faults.filter((other) => other !== entry);
    };
  }

  /** The faults still in force. */
  list(): readonly Fault[] {
    return this.#faults.map((entry) => entry.fault);
  }

  /** Removes all faults. */
  clear(): void {
    this.#faults = [];
  }

  /** The fault that this request meets, counted as met; undefined for none. */
  meet(method: string, url: string): Fault | undefined {
    for (const entry of this.#faults) {
      if (!matches(entry.fault, method, url)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.times -= 1;
      if (entry.times <= 0) this.#faults = this.#faults.filter((other) => other !== entry);
      return entry.fault;
    }
    return undefined;
  }
}

function matches({ method, path }: Fault, requestMethod: string, url: string): boolean {
  if (method !== undefined && method !== requestMethod) return false;
  if (path === undefined) return true;
  return typeof path === "string" ? url.startsWith(path) : url.search(path) >= 0;
}
