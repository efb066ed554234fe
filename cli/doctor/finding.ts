import type { Style } from "../run/style";
import { table } from "../run/table";

/** What a finding means for whoever wants to deploy. */
export type State = "ok" | "warning" | "missing";

/** One thing that was looked at. */
export interface Finding {
  /** What it is about, such as `Node` or `EspoCRM`. */
  readonly about: string;
  /** Whether it is there. */
  readonly state: State;
  /** What was found: never a secret. */
  readonly found: string;
  /** What to do. @default - nothing */
  readonly fix?: string;
}

/** Whether something is missing that a deployment needs. */
export const lacksSomething = (findings: readonly Finding[]): boolean =>
  findings.some(({ state }) => state === "missing");

/** Findings as people read them. */
export function findingsText(findings: readonly Finding[], style: Style): string {
  const colours = { ok: style.green, warning: style.yellow, missing: style.red };
  const rows = findings.flatMap(({ about, fix, found, state }) => [
    [colours[state](state), about, found],
    ...(fix === undefined ? [] : [["", "", `→ ${fix}`]]),
  ]);
  const count = findings.filter(({ state }) => state === "missing").length;
  const sum = count === 0 ? "All is there that a deployment needs." : `${count} missing.`;
  return `${table(rows)}\n\n${sum}\n`;
}
