/** One case of a report. It passes unless it says something else. */
export interface JunitCase {
  /** What it is of, in dotted form. */
  readonly of: string;
  /** What is asked. */
  readonly name: string;
  /** What came of it; a note passes. @default - it passed */
  readonly outcome?: {
    readonly kind: "failure" | "error" | "skipped" | "note";
    /** In one line. @default - none */
    readonly message?: string;
    /** More of it. @default - nothing */
    readonly text?: string;
  };
  /** How long it took. @default - not told */
  readonly milliseconds?: number;
}

/** The cases of one thing that was looked at. */
export interface JunitSuite {
  /** What was looked at. */
  readonly name: string;
  /** Its cases. */
  readonly cases: readonly JunitCase[];
  /** How long it took. @default - not told */
  readonly milliseconds?: number;
}

/** JUnit's XML, as the test reports of CI systems read it. */
export function junit(suites: readonly JunitSuite[], name?: string): string {
  const head = name === undefined ? "<testsuites>" : `<testsuites${attributes({ name })}>`;
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', head, ...suites.map(suiteXml)];
  return [...lines, "</testsuites>", ""].join("\n");
}

function suiteXml({ cases, milliseconds, name }: JunitSuite): string {
  const count = (kind: string) => cases.filter(({ outcome }) => outcome?.kind === kind).length;
  const counts = {
    name,
    tests: cases.length,
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
    time: seconds(milliseconds),
  };
  const lines = [`  <testsuite${attributes(counts)}>`, ...cases.map(caseXml), "  </testsuite>"];
  return lines.join("\n");
}

function caseXml({ milliseconds, name, of, outcome }: JunitCase): string {
  const head = attributes({ classname: of, name, time: seconds(milliseconds) });
  return `    ${element("testcase", head, outcome && outcomeXml(outcome))}`;
}

const outcomeXml = ({ kind, message, text = "" }: NonNullable<JunitCase["outcome"]>): string =>
  element(kind === "note" ? "system-out" : kind, attributes({ message }), escaped(text));

const element = (name: string, head: string, body = ""): string =>
  body === "" ? `<${name}${head}/>` : `<${name}${head}>${body}</${name}>`;

const attributes = (given: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll("\n", " ")}"`)
    .join("");

const seconds = (milliseconds: number | undefined): string | undefined =>
  milliseconds === undefined ? undefined : (milliseconds / 1000).toFixed(3);

/** Characters that XML can't hold at all are dropped. */
const escaped = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "")
    .replace(/[\r\t]/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
