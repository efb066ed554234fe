import type {
  AccessChange,
  CodeChange,
  DriftRow,
  Finding,
  Impact,
  IntegrationReview,
  Review,
  Row,
} from "../model";
import { joined, plain, say, type Text } from "./text";
import { codeDiff } from "./code-diff";
import { driftSource } from "./drift-source";
import { code, fenced, inline } from "./escape";
import { count, NO_ACCESS, OUTCOME_WORDS, REASONED, versions } from "./words";

/** How much is said: everything; without the folded details; without what stays; tables as counts. */
export type Level = "all" | "no-details" | "no-unchanged" | "counts";

/** More lines of code are for authentik's own editor. */
const MOST_CODE = 120;

/** What a review says about one integration, part by part; a part without anything to say is left out. */
export function integrationParts(
  review: IntegrationReview,
  level: Level,
  heading: string,
): string[] {
  const counted = level === "counts";
  const { access, authentik, drift, findings, impact, scopeMappings, settings, unchanged } = review;
  const stopped = findings.some(({ outcome }) => outcome === "refused");
  const gates = part(`${heading} Rules and gates`, findings.length > 0, () => [
    findingList(findings),
  ]);
  return [
    // What stops a plan is what its author reads for, with the fix.
    ...(stopped ? gates : []),
    ...part(`${heading} Login impact`, impact.length > 0, () => [bullets(impact)]),
    ...part(`${heading} Who gets in`, access !== undefined, () => accessPart(access, counted)),
    ...part(`${heading} EspoCRM settings`, settings.length > 0, () =>
      counted
        ? [`${count(settings.length, "setting")} changed.`]
        : [rows("Setting", settings), ...unchangedPart(unchanged, level)],
    ),
    ...part(`${heading} authentik`, authentik.length > 0, () =>
      counted ? [`${count(authentik.length, "attribute")} changed.`] : authentikPart(authentik),
    ),
    ...scopeMappings.flatMap((mapping) => codePart("scope mapping", mapping, counted)),
    ...stayingPart(review),
    ...part(`${heading} Drift`, drift.length > 0, () => driftPart(drift, counted)),
    ...(stopped ? [] : gates),
  ];
}

/** A creation's table is long, and most of it follows from the configuration: it is folded. */
function authentikPart(authentik: readonly Row[]): string[] {
  const table = rows("What", authentik);
  const made = authentik.every(({ before }) => plain(before) === "");
  if (!made || authentik.length <= MOST_MADE) return [table];
  return folded(`${count(authentik.length, "value")} of what is made`, [table]);
}

/** Rows of a creation that are shown unfolded. */
const MOST_MADE = 8;

/** What a review says about the plan as a whole. */
export function planParts(review: Review, level: Level, alone: boolean): string[] {
  const { besides, checks, findings, gatesOff } = review;
  const heading = alone ? "###" : "####";
  return [
    ...part(`${heading} Checks that do not hold`, checks.length > 0, () => [
      checks.map(({ message, name }) => `- ${code(name.value)}: ${code(message.value)}`).join("\n"),
    ]),
    ...part(`${heading} Outside of the integrations`, findings.length + besides.length > 0, () =>
      level === "counts"
        ? [`${count(findings.length + besides.length, "change")}.`]
        : [
            ...(besides.length > 0 ? [bullets(besides)] : []),
            ...(findings.length > 0 ? [findingList(findings)] : []),
          ],
    ),
    ...(gatesOff.length > 0
      ? [
          `Gates that are off: ${gatesOff.map(({ id, reason }) => `**${id}** (${code(reason.value)})`).join(", ")}.`,
        ]
      : []),
    ...(level === "all" && (alone || review.verdict !== "nothing") ? details(review) : []),
  ];
}

const part = (heading: string, wanted: boolean, content: () => string[]): string[] =>
  wanted ? [heading, ...content()] : [];

const bullets = (impacts: readonly Impact[]): string =>
  impacts.map(({ text }) => `- ${inline(text)}`).join("\n");

function accessPart(access: AccessChange | undefined, counted: boolean): string[] {
  if (access === undefined) return [];
  const side = (name: string, text: Text | undefined, none: string) =>
    `- **${name}:** ${text === undefined ? none : inline(text)}`;
  const before = side("Before", access.before, NO_ACCESS.before);
  const after = side("After", access.after, NO_ACCESS.after);
  const alike = before.slice("- **Before".length) === after.slice("- **After".length);
  const sides = alike ? [side("Before and after", access.after, NO_ACCESS.after)] : [before, after];
  return [
    sides.join("\n"),
    ...access.notes.map(({ text }) => inline(text)),
    ...access.policies.flatMap((policy) => codePart("policy", policy, counted)),
  ];
}

/** The code of one object, before and after. */
function codePart(kind: string, { after, before, name }: CodeChange, counted: boolean): string[] {
  const lines = codeDiff(before?.code, after?.code);
  const what = before === undefined ? "is new" : after === undefined ? "goes" : "changes";
  const title = `The code of the ${kind} ${code(name.value)} ${what}`;
  if (counted) return [`${title} (${count(lines.length, "line")}).`];
  const shown = lines.slice(0, MOST_CODE);
  const left = lines.length - shown.length;
  return [
    `${title}:`,
    fenced("diff", shown).join("\n"),
    ...(left > 0 ? [`… and ${count(left, "more line")}.`] : []),
  ];
}

function stayingPart(review: IntegrationReview): string[] {
  const { stays } = review;
  return stays.length === 0
    ? []
    : ["Unchanged:", stays.map((text) => `- ${inline(text)}`).join("\n")];
}

function unchangedPart(unchanged: readonly Row[], level: Level): string[] {
  if (unchanged.length === 0 || level === "no-unchanged" || level === "counts") return [];
  return folded(`${count(unchanged.length, "managed setting")} unchanged`, [
    table(
      ["Setting", "Value"],
      unchanged.map(({ after, label }) => [label, after]),
    ),
  ]);
}

function driftPart(drift: readonly DriftRow[], counted: boolean): string[] {
  const lead =
    "Somebody changed this outside of Terraform. If it was on purpose, ask before applying:";
  if (counted) return [`${lead} ${count(drift.length, "value")}.`];
  const cells = drift.map(({ found, label, made, then }) => [label, made, found, then]);
  const source = driftSource(drift);
  return [
    lead,
    table(["What", "Last applied", "Found now", "If applied"], cells),
    ...(source === undefined ? [] : [inline(source)]),
  ];
}

const findingList = (findings: readonly Finding[]): string =>
  findings
    .map(({ found, id, mend, outcome, reason, why }) => {
      const off = reason === undefined ? "" : ` ${REASONED[outcome]}: ${inline(reason)}.`;
      return `- ${OUTCOME_WORDS[outcome]} **${id}**: ${inline(found)}.${off} ${why} To fix it: ${inline(mend)}.`;
    })
    .join("\n");

function details(review: Review): string[] {
  const { outputs, resources } = review;
  const list = resources.map(({ action, address, also, purpose = "" }) => [
    say`${address}`,
    also ? say`${action} (${also})` : say`${action}`,
    say`${purpose}`,
  ]);
  return folded(`Details: ${count(resources.length, "resource")}, versions, digest`, [
    ...(list.length > 0 ? [table(["Resource", "Action", "What it is"], list)] : []),
    ...(outputs.length > 0
      ? [
          `Outputs that change: ${inline(
            joined(
              outputs.map((name) => say`${name}`),
              ", ",
            ),
          )}.`,
        ]
      : []),
    inline(joined(versions(review), ", ")),
  ]);
}

const folded = (summary: string, content: readonly string[]): string[] => [
  `<details><summary>${summary}</summary>`,
  ...content,
  "</details>",
];

/** Values before and after; a column in which nothing stands is left out. */
function rows(what: string, all: readonly Row[]): string {
  const before = all.some((row) => plain(row.before) !== "");
  return before
    ? table(
        [what, "Before", "After"],
        all.map((row) => [row.label, row.before, row.after]),
      )
    : table(
        [what, "After"],
        all.map((row) => [row.label, row.after]),
      );
}

const table = (head: readonly string[], cells: readonly (readonly Text[])[]): string =>
  [
    `| ${head.join(" | ")} |`,
    `|${" --- |".repeat(head.length)}`,
    ...cells.map((row) => `| ${row.map((cell) => inline(cell, "cell") || "–").join(" | ")} |`),
  ].join("\n");
