import { GATE_IDS } from "../gates/index";
import type { Finding, Review } from "../model";
import { plain } from "./text";

/**
 * Reviews as JUnit XML, for the test report of a CI: one suite an integration, one case a gate. A gate
 * that refuses fails, one that is off is skipped, and a warning is a case of its own that passes.
 */
export function renderJunit(reviews: readonly Review[]): string {
  const suites = reviews.flatMap((review) => [
    ...(review.findings.length > 0 ||
    review.integrations.length === 0 ||
    review.verdict === "failed"
      ? [suite(review.stack?.value ?? "plan", review.findings, review)]
      : []),
    ...review.integrations.map(({ findings, name }) => suite(name.value, findings, undefined)),
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(name: string, findings: readonly Finding[], whole: Review | undefined): string {
  const failed = whole?.verdict === "failed";
  const cases = [
    ...(failed ? [testCase("plan", '<error message="it could not be planned"/>')] : []),
    ...GATE_IDS.map((id) =>
      gateCase(
        id,
        findings.filter((finding) => finding.id === id),
      ),
    ),
    ...findings
      .filter(({ outcome }) => outcome === "warned" || outcome === "acknowledged")
      .map((finding) => testCase(finding.id, `<system-out>${xml(sentence(finding))}</system-out>`)),
  ];
  const refused = GATE_IDS.filter((id) =>
    findings.some((one) => one.id === id && one.outcome === "refused"),
  );
  const off = GATE_IDS.filter((id) =>
    findings.some((one) => one.id === id && one.outcome === "off"),
  );
  const counts = `tests="${String(cases.length)}" failures="${String(refused.length)}" errors="${failed ? "1" : "0"}" skipped="${String(off.length)}"`;
  return [`  <testsuite name="${xml(name)}" ${counts}>`, ...cases, "  </testsuite>"].join("\n");
}

function gateCase(id: string, findings: readonly Finding[]): string {
  const [first] = findings;
  if (first === undefined) return testCase(id, "");
  const text = xml(findings.map(sentence).join("\n"));
  if (first.outcome === "off")
    return testCase(
      id,
      `<skipped message="${xml(`off: ${first.reason ? plain(first.reason) : ""}`)}">${text}</skipped>`,
    );
  return testCase(id, `<failure message="${xml(plain(first.found))}">${text}</failure>`);
}

const testCase = (name: string, content: string): string =>
  content === ""
    ? `    <testcase classname="plan-review" name="${xml(name)}"/>`
    : `    <testcase classname="plan-review" name="${xml(name)}">${content}</testcase>`;

const sentence = ({ found, mend, why }: Finding): string =>
  `${plain(found)}. ${why} To mend it: ${plain(mend)}.`;

const xml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
