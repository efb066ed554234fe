import { junit, type JunitCase } from "../../run/junit";
import type { Outcome } from "../outcome";
import type { StackReport } from "./report";

/** The reports as JUnit's XML: one suite a stack, one case a check. */
export const asJunit = (reports: readonly StackReport[]): string =>
  junit(
    reports.map(({ milliseconds, name, results }) => ({
      name,
      milliseconds,
      cases: results.map(({ check, milliseconds: took, outcome }): JunitCase => ({
        of: `${name}.${check.id}`,
        name: check.title,
        milliseconds: took,
        ...caseOutcome(outcome),
      })),
    })),
    "espo-authentik verify",
  );

function caseOutcome(outcome: Outcome): Pick<JunitCase, "outcome"> {
  switch (outcome.status) {
    case "pass":
      return {};
    case "fail":
      return { outcome: { kind: "failure", message: outcome.saw, text: outcome.fix } };
    case "warning":
      return { outcome: { kind: "note", text: `Warning: ${outcome.saw}. ${outcome.fix}` } };
    case "not checked":
      return { outcome: { kind: "skipped", message: outcome.why } };
  }
}
