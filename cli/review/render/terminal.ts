import type { Style } from "../../run/style";
import { table } from "../../run/table";
import type {
  AccessChange,
  CodeChange,
  Finding,
  IntegrationReview,
  Review,
  Row,
  Verdict,
} from "../model";
import { joined, plain, say, type Text } from "./text";
import { codeDiff } from "./code-diff";
import { driftSource } from "./drift-source";
import {
  CONSEQUENCES,
  count,
  NO_ACCESS,
  OUTCOME_WORDS,
  VERDICT_WORDS,
  verdictLines,
  versions,
} from "./words";

const MOST_CODE = 60;

/** A review for people at a terminal, without a line break at the end. */
export function renderTerminal(review: Review, style: Style): string {
  const { besides, checks, findings, gatesOff, integrations, resources } = review;
  const verdicts = verdictLines(review).map(({ name, verdict, why }) => {
    const reasons = plain(why) === "" ? "" : `: ${words(why, style)}`;
    const consequence = CONSEQUENCES[verdict];
    const then = consequence === undefined ? "" : `. ${consequence}`;
    return `${style.bold(plain(name))}: ${verdictWords(verdict, style)}${reasons}${then}`;
  });
  const blocks = [
    verdicts.join("\n"),
    ...integrations.flatMap((integration) =>
      integrationBlocks(integration, integrations.length > 1, style),
    ),
    ...block(
      "Checks that do not hold",
      checks.map(({ message, name }) => `${name.value}: ${message.value}`),
      style,
    ),
    ...block(
      "Outside of the integrations",
      [...besides.map(({ text }) => words(text, style)), ...findingLines(findings, style)],
      style,
    ),
    ...block(
      "Gates that are off",
      gatesOff.map(({ id, reason }) => `${id}: ${reason.value}`),
      style,
    ),
  ];
  const facts = joined([say`${count(resources.length, "resource")}`, ...versions(review)], ", ");
  return [...blocks, style.dim(plain(facts))].join("\n\n");
}

function verdictWords(verdict: Verdict, style: Style): string {
  const color = {
    nothing: style.dim,
    safe: style.green,
    "look-twice": style.yellow,
    refused: style.red,
    failed: style.red,
  }[verdict];
  return color(VERDICT_WORDS[verdict]);
}

function integrationBlocks(review: IntegrationReview, named: boolean, style: Style): string[] {
  const title = (part: string) => (named ? `${review.name.value}: ${part}` : part);
  const { access, authentik, drift, findings, impact, scopeMappings, settings } = review;
  const source = driftSource(drift);
  const driftRows = drift.map(({ found, label, made, then }) => [label, made, found, then]);
  return [
    ...block(
      title("Login impact"),
      impact.map(({ text }) => words(text, style)),
      style,
    ),
    ...block(title("Who gets in"), access ? accessLines(access, style) : [], style),
    ...block(title("EspoCRM settings"), rowLines(settings, style), style),
    ...block(
      title("authentik"),
      [
        ...rowLines(authentik, style),
        ...scopeMappings.flatMap((mapping) => codeLines("scope mapping", mapping, style)),
      ],
      style,
    ),
    ...block(
      title("Unchanged"),
      review.stays.map((text) => words(text, style)),
      style,
    ),
    ...block(
      title("Drift"),
      driftRows.length === 0
        ? []
        : cells(
            [
              ["What", "Last applied", "Found now", "If applied"].map((word) => say`${word}`),
              ...driftRows,
            ],
            style,
          ).concat(source === undefined ? [] : [words(source, style)]),
      style,
    ),
    ...block(title("Rules and gates"), findingLines(findings, style), style),
  ];
}

const block = (title: string, lines: readonly string[], style: Style): string[] =>
  lines.length === 0 ? [] : [[style.bold(title), ...lines.map((line) => `  ${line}`)].join("\n")];

function accessLines({ after, before, notes, policies }: AccessChange, style: Style): string[] {
  const [now, then] = [
    words(before ?? say`${NO_ACCESS.before}`, style),
    words(after ?? say`${NO_ACCESS.after}`, style),
  ];
  const sides =
    now === then ? [`before and after: ${then}`] : [`before: ${now}`, `after:  ${then}`];
  return [
    ...sides,
    ...notes.map(({ text }) => words(text, style)),
    ...policies.flatMap((policy) => codeLines("policy", policy, style)),
  ];
}

/** The code of one object, before and after. */
function codeLines(kind: string, { after, before, name }: CodeChange, style: Style): string[] {
  const lines = codeDiff(before?.code, after?.code);
  const left = lines.length - MOST_CODE;
  return [
    `code of the ${kind} ${words(say`${name}`, style)}:`,
    ...lines.slice(0, MOST_CODE).map((line) => `  ${diffLine(line, style)}`),
    ...(left > 0 ? [`  … and ${count(left, "more line")}`] : []),
  ];
}

function diffLine(line: string, style: Style): string {
  if (line.startsWith("+ ")) return style.green(line);
  return line.startsWith("- ") ? style.red(line) : line;
}

const rowLines = (rows: readonly Row[], style: Style): string[] =>
  cells(
    rows.map(({ after, before, label }) => [label, before, say`→`, after]),
    style,
  );

const cells = (rows: readonly (readonly Text[])[], style: Style): string[] =>
  rows.length === 0
    ? []
    : table(rows.map((row) => row.map((cell) => words(cell, style)))).split("\n");

const findingLines = (findings: readonly Finding[], style: Style): string[] =>
  findings.flatMap(({ found, id, mend, outcome, reason, why }) => [
    `${outcome === "refused" ? style.red(OUTCOME_WORDS[outcome]) : style.yellow(OUTCOME_WORDS[outcome])} ${style.bold(id)}: ${words(found, style)}`,
    `  why: ${why}`,
    ...(reason === undefined ? [] : [`  ${outcome}: ${plain(reason)}`]),
    `  fix: ${words(mend, style)}`,
  ]);

const words = (text: Text, style: Style): string =>
  text
    .map((part) => {
      if (typeof part === "string") return part;
      return "value" in part ? style.cyan(part.value) : style.bold(words(part.strong, style));
    })
    .join("");
