import { junit, type JunitCase, type JunitSuite } from "../../run/junit";
import { GATE_IDS } from "../gates/index";
import type { Finding, Review } from "../model";
import { plain } from "./text";

/**
 * Reviews as JUnit XML, for the test report of a CI: one suite an integration, one case a gate. A gate
 * that refuses fails, one that is off is skipped, and a warning is a case of its own that passes.
 */
export const renderJunit = (reviews: readonly Review[]): string =>
  junit(
    reviews.flatMap((review) => [
      ...(review.findings.length > 0 ||
      review.integrations.length === 0 ||
      review.verdict === "failed"
        ? [suite(review.stack?.value ?? "plan", review.findings, review)]
        : []),
      ...review.integrations.map(({ findings, name }) => suite(name.value, findings, undefined)),
    ]),
  );

function suite(name: string, findings: readonly Finding[], whole: Review | undefined): JunitSuite {
  const failed = { kind: "error", message: "it could not be planned" } as const;
  return {
    name,
    cases: [
      ...(whole?.verdict === "failed" ? [testCase("plan", failed)] : []),
      ...GATE_IDS.map((id) =>
        gateCase(
          id,
          findings.filter((finding) => finding.id === id),
        ),
      ),
      ...findings
        .filter(({ outcome }) => outcome === "warned" || outcome === "acknowledged")
        .map((finding) => testCase(finding.id, { kind: "note", text: sentence(finding) })),
    ],
  };
}

function gateCase(id: string, findings: readonly Finding[]): JunitCase {
  const [first] = findings;
  if (first === undefined) return testCase(id);
  const text = findings.map(sentence).join("\n");
  return first.outcome === "off"
    ? testCase(id, {
        kind: "skipped",
        message: `off: ${first.reason ? plain(first.reason) : ""}`,
        text,
      })
    : testCase(id, { kind: "failure", message: plain(first.found), text });
}

const testCase = (name: string, outcome?: NonNullable<JunitCase["outcome"]>): JunitCase => ({
  of: "plan-review",
  name,
  ...(outcome && { outcome }),
});

const sentence = ({ found, mend, why }: Finding): string =>
  `${plain(found)}. ${why} To fix it: ${plain(mend)}.`;
