import type { Text } from "./text";

/** Where a text stands: a cell of a table ends at a `|`, even inside code. */
export type Place = "prose" | "cell";

/**
 * A value of a plan in Markdown: always a code span, where neither GitHub nor GitLab look for mentions,
 * references, links, emoji, formulas or HTML. The span is delimited by more backticks than the value has
 * in a row (CommonMark 6.1).
 */
export function code(value: string, place: Place = "prose"): string {
  const text = place === "cell" ? withoutPipes(value) : value;
  const fence = "`".repeat(longestRun([text]) + 1);
  // A blank at both ends is taken off again; only blanks are left as they are.
  const pad = text === "" || /^[` ]|[` ]$/.test(text) ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Parsers disagree on a backslash in front of an escaped `|`: there it is spelled out. */
const withoutPipes = (value: string): string =>
  value.replace(/\\+\|/g, (run) => `${run.slice(0, -1)}\\u{7c}`).replace(/\|/g, "\\|");

/** A text in Markdown, in one line. */
export const inline = (text: Text, place: Place = "prose"): string =>
  text
    .map((part) => {
      if (typeof part === "string") return part;
      return "value" in part ? code(part.value, place) : `**${inline(part.strong, place)}**`;
    })
    .join("");

/** A fenced block, whose fence no line in it can close. */
export function fenced(language: string, lines: readonly string[]): string[] {
  const fence = "`".repeat(Math.max(3, longestRun(lines) + 1));
  return [fence + language, ...lines, fence];
}

/** A name in the hidden marker, which a `>` or `--` would end or break. */
export const markerValue = (name: string): string =>
  percentEncoded(name)
    .replace(/[!'()*~]/g, percent)
    .replace(/--+/g, (run) => run.replaceAll("-", "%2D"));

/** Percent-encoded UTF-8; halves of surrogate pairs, which have none, become the replacement character. */
export const percentEncoded = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));

const percent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** Most backticks in a row. */
const longestRun = (lines: readonly string[]): number =>
  lines
    .flatMap((line) => line.match(/`+/g) ?? [])
    .reduce((longest, run) => Math.max(longest, run.length), 0);
