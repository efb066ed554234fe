import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One request that a real authentik got, and what it answered. */
export interface Exchange {
  /** What it was made for; not unique. */
  readonly step: string;
  /** HTTP method; `-` for a token that was decoded, not a request. */
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  /**
   * Headers, as sent. Placeholders stand for what each server has of its own: `{administrator}`,
   * `{access token}`, `{csrf}`.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** Body, as sent. */
  readonly body?: string;
  /** Which browser's cookies it was made with. @default - none */
  readonly browser?: number;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Those headers of the answer that mean something to a client. */
  readonly answered: Readonly<Record<string, string>>;
  /** The answer's body, as JSON where it was; pages, pictures and certificates are named only. */
  readonly answer?: unknown;
}

/** What a server of this version answered, in the order it was asked. */
export function recordingOf(product: string): Exchange[] {
  const lines = readFileSync(join(__dirname, "fixtures", `${product}.jsonl`), "utf8");
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Exchange);
}
