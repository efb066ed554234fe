import { type IntegrationReview, type Review, type Verdict, VERDICTS, worst } from "../model";
import { plain } from "./text";
import { code, inline, markerValue, percentEncoded } from "./escape";
import { integrationParts, type Level, planParts } from "./markdown-parts";
import { CONSEQUENCES, count, VERDICT_WORDS, type VerdictLine, verdictLines } from "./words";

/** How to write the Markdown. */
export interface MarkdownOptions {
  /** Characters at most. GitHub takes 65,536, GitLab 1,000,000. @default 60000 */
  readonly maxLength?: number | undefined;
  /** Where the whole is: the run that made it. @default - no link */
  readonly link?: string | undefined;
}

const SIGNS: Readonly<Record<Verdict, string>> = {
  nothing: "➖",
  safe: "✅",
  "look-twice": "⚠️",
  refused: "⛔",
  failed: "❌",
};

/**
 * Reviews as Markdown that GitHub and GitLab render. A hidden marker says which integration and
 * environment it is, so that a comment can be updated in place. Too long a text leaves out whole parts,
 * step by step.
 */
export function renderMarkdown(reviews: readonly Review[], options: MarkdownOptions = {}): string {
  const { maxLength = 60_000 } = options;
  const within = { ...options, maxLength };
  const levels: readonly Level[] = ["all", "no-details", "no-unchanged", "counts"];
  for (const level of levels) {
    const text = assembled(reviews, within, body(reviews, level), level !== "all");
    if (text !== undefined) return text;
  }
  for (const lines of [Infinity, 50, 10, 0]) {
    const text = assembled(reviews, within, shortBody(reviews, lines), true);
    if (text !== undefined) return text;
  }
  return tally(reviews).slice(0, Math.max(0, maxLength));
}

/** The whole text; `undefined` if it is too long, and as soon as it is: most of many reviews never fit. */
function assembled(
  reviews: readonly Review[],
  { link, maxLength }: MarkdownOptions & { readonly maxLength: number },
  parts: Iterable<string>,
  shortened: boolean,
): string | undefined {
  const [environment] = reviews.flatMap((review) => review.environment ?? []);
  const title = `## Plan review${of(reviews)}${environment === undefined ? "" : ` for ${code(environment)}`}`;
  const run =
    link === undefined
      ? undefined
      : `[${shortened ? "The whole review is in the run" : "The run"}](<${linkTarget(link)}>)`;
  const left = shortened ? ["Shortened to fit."] : [];
  const footer = [...left, ...(run ? [run] : [])].join(" ");
  const all: string[] = [marker(reviews, environment), title];
  let length = all.join("\n\n").length;
  for (const part of parts) {
    all.push(part);
    length += part.length;
    if (length > maxLength) return undefined;
  }
  const text = [...all, ...(footer === "" ? [] : [footer])].join("\n\n") + "\n";
  return text.length <= maxLength ? text : undefined;
}

/** What is reviewed, for the title: comments on one pull request are told apart by it. */
function of(reviews: readonly Review[]): string {
  const names = reviews.flatMap(({ stack }) => (stack === undefined ? [] : [code(stack.value)]));
  if (names.length === 0 || names.length !== reviews.length) return "";
  if (names.length > NAMED) return ` of ${count(names.length, "stack")}`;
  return ` of ${names.join(", ")}`;
}

/** Stacks that a title names; of more it says how many. */
const NAMED = 3;

/** Several integrations share one comment: its marker must not change when one is added. */
function marker(reviews: readonly Review[], environment: string | undefined): string {
  const names = reviews.flatMap(({ integrations, stack }) => {
    const own = integrations.map(({ name }) => name.value);
    return own.length > 0 ? own : [stack?.value ?? "none"];
  });
  const [only = "none"] = names;
  const integration = names.length > 1 ? "several" : markerValue(only);
  const where = environment === undefined ? "" : ` environment=${markerValue(environment)}`;
  return `<!-- espo-authentik review: integration=${integration}${where} -->`;
}

/** Characters that would end the link's target, or say something else in it. */
const linkTarget = (link: string): string =>
  link.replace(/[^\w\-.~:/?#[\]@!$&'()*+,;=%]/gu, (character) => percentEncoded(character));

function* body(reviews: readonly Review[], level: Level): Generator<string> {
  const lines = reviews.flatMap(verdictLines);
  const alone = lines.length === 1;
  yield verdicts(lines);
  for (const review of reviews) {
    for (const integration of review.integrations) yield* titled(integration, level, alone);
    yield* planParts(review, level, alone);
  }
}

function titled(integration: IntegrationReview, level: Level, alone: boolean): string[] {
  const parts = integrationParts(integration, level, alone ? "###" : "####");
  if (parts.length === 0 || alone) return parts;
  return [`### ${code(integration.name.value)}`, ...parts];
}

const verdicts = (lines: readonly VerdictLine[]): string =>
  lines.length === 1
    ? lines.map(verdictText).join("")
    : lines.map((line) => `- ${verdictText(line)}`).join("\n");

function verdictText({ name, verdict, why }: VerdictLine): string {
  const reasons = plain(why) === "" ? "" : `: ${inline(why)}`;
  const consequence = CONSEQUENCES[verdict];
  const then = consequence === undefined ? "" : ` ${consequence}`;
  return `${SIGNS[verdict]} **${inline(name)}: ${VERDICT_WORDS[verdict]}**${reasons}.${then}`;
}

/** Verdicts alone, the worst first, and a tally of those that don't fit. */
function shortBody(reviews: readonly Review[], most: number): string[] {
  const lines = reviews
    .flatMap(verdictLines)
    .sort((a, b) => VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict));
  const shown = lines.slice(0, most);
  const left = lines.length - shown.length;
  return [
    tally(reviews),
    ...(shown.length > 0 ? [verdicts(shown)] : []),
    ...(left > 0 && shown.length > 0 ? [`${count(left, "more verdict")}.`] : []),
  ];
}

/** How many integrations have which verdict. */
function tally(reviews: readonly Review[]): string {
  const all = reviews.flatMap(verdictLines).map(({ verdict }) => verdict);
  const counts = VERDICTS.toReversed().flatMap((verdict) => {
    const number = all.filter((one) => one === verdict).length;
    return number === 0 ? [] : [`${String(number)} ${VERDICT_WORDS[verdict]}`];
  });
  return `${SIGNS[worst(all)]} ${counts.join(", ")}.`;
}
