import { shown } from "../../run/shown";
import type { Style } from "../../run/style";
import { table } from "../../run/table";
import type { Outcome } from "../outcome";
import type { CheckResult } from "../run";
import { counts, type StackReport } from "./report";

/** A report for people: a line of verdict, and a row for each check. */
export function asTable(report: StackReport, style: Style, columns?: number): string {
  const { milliseconds, name, results } = report;
  const titles = Math.max(...results.map(({ check }) => check.title.length));
  const room = columns === undefined ? Infinity : Math.max(30, columns - titles - 17);
  const rows = results.map(({ check, outcome }) => [
    statusText(outcome, style),
    check.title,
    wrapped(sawText(outcome), room, style, outcome),
  ]);
  const took = `${(milliseconds / 1000).toFixed(1)} s`;
  return `${style.bold(name)}: ${verdict(results)} (${took})\n\n${table(rows, "  ")}\n`;
}

/** `all 15 checks pass`, or how many of what. */
function verdict(results: readonly CheckResult[]): string {
  const { failed, notChecked, passed, warnings } = counts(results);
  const parts = [
    failed > 0 ? `${failed} failed` : "",
    warnings === 0 ? "" : warnings === 1 ? "1 warning" : `${warnings} warnings`,
    `${passed} passed`,
    notChecked > 0 ? `${notChecked} not checked` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** A status in its colour. */
export function statusText({ status }: Outcome, style: Style): string {
  switch (status) {
    case "pass":
      return style.green(status);
    case "fail":
      return style.bold(style.red(status));
    case "warning":
      return style.yellow(status);
    case "not checked":
      return style.dim(status);
  }
}

/** What a check saw, or why it did not look. What servers say does not steer the terminal. */
export const sawText = (outcome: Outcome): string =>
  shown(outcome.status === "not checked" ? outcome.why : outcome.saw);

/** What to do about it; empty where nothing is to be done. */
export const fixText = (outcome: Outcome): string => ("fix" in outcome ? shown(outcome.fix) : "");

function wrapped(saw: string, room: number, style: Style, outcome: Outcome): string {
  const fix = fixText(outcome);
  const lines = broken(saw, room);
  if (fix === "") return lines.join("\n");
  const [first = "", ...rest] = broken(fix, room - 2);
  return [...lines, style.bold(`→ ${first}`), ...rest.map((line) => style.bold(`  ${line}`))].join(
    "\n",
  );
}

/** Breaks text between words. */
function broken(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
