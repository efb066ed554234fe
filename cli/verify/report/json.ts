import type { CheckResult } from "../run";
import { counts, exitCodeOf, type StackReport } from "./report";

/** The reports for machines. Fields are only ever added. */
export const asJson = (reports: readonly StackReport[]): string =>
  JSON.stringify(
    {
      passed: exitCodeOf(reports) === 0,
      stacks: reports.map(({ milliseconds, name, results }) => ({
        name,
        ...counts(results),
        milliseconds: Math.round(milliseconds),
        checks: results.map(checkAsJson),
      })),
    },
    null,
    2,
  );

/** One check for machines. */
export const checkAsJson = ({ check, outcome }: CheckResult): object => {
  const common = { id: check.id, title: check.title, status: outcome.status };
  switch (outcome.status) {
    case "pass":
      return { ...common, saw: outcome.saw };
    case "not checked":
      return { ...common, why: outcome.why };
    default:
      return { ...common, saw: outcome.saw, mend: outcome.fix };
  }
};
