import type { CheckResult } from "../run";
import { counts, type StackReport } from "./report";

/** The reports as JUnit's XML, as CI systems read it: one suite a stack, one case a check. */
export function asJunit(reports: readonly StackReport[]): string {
  const suites = reports.map(({ milliseconds, name, results }) => {
    const { failed, notChecked } = counts(results);
    const cases = results.map((result) => testCase(name, result));
    return [
      `  <testsuite name="${escaped(name)}" tests="${results.length}" failures="${failed}" errors="0" skipped="${notChecked}" time="${seconds(milliseconds)}">`,
      ...cases,
      "  </testsuite>",
    ].join("\n");
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="espo-authentik verify">',
    ...suites,
    "</testsuites>",
  ].join("\n");
}

function testCase(stack: string, { check, milliseconds, outcome }: CheckResult): string {
  const head = `    <testcase classname="${escaped(stack)}.${check.id}" name="${escaped(check.title)}" time="${seconds(milliseconds)}"`;
  const body = inner(outcome);
  return body === "" ? `${head}/>` : `${head}>${body}</testcase>`;
}

function inner(outcome: CheckResult["outcome"]): string {
  switch (outcome.status) {
    case "pass":
      return "";
    case "fail":
      return `<failure message="${escaped(outcome.saw)}">${escaped(outcome.mend)}</failure>`;
    case "warning":
      return `<system-out>${escaped(`Warning: ${outcome.saw}. ${outcome.mend}`)}</system-out>`;
    case "not checked":
      return `<skipped message="${escaped(outcome.why)}"/>`;
  }
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

/** Characters that XML can't hold at all are dropped. */
function escaped(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replace(/[\n\r\t]/g, " ")
  );
}
