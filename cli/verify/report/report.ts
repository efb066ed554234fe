import type { CheckResult } from "../run";

/** What verification found of one integration. */
export interface StackReport {
  /** Name of the stack. */
  readonly name: string;
  /** What each check found. */
  readonly results: readonly CheckResult[];
  /** How long it took, in milliseconds. */
  readonly milliseconds: number;
}

/** How often each status came. */
export function counts(results: readonly CheckResult[]) {
  const of = (status: CheckResult["outcome"]["status"]): number =>
    results.filter(({ outcome }) => outcome.status === status).length;
  return {
    passed: of("pass"),
    warnings: of("warning"),
    failed: of("fail"),
    notChecked: of("not checked"),
  };
}

/** How the process ends: 1 where something fails; warnings are allowed. */
export const exitCodeOf = (reports: readonly StackReport[]): 0 | 1 =>
  reports.some(({ results }) => counts(results).failed > 0) ? 1 : 0;
