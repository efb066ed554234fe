import type { Finding, IntegrationReview, Review, Verdict } from "../model";
import { joined, plain, quoted, say, type Text } from "./text";

/** Verdicts as people read them. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  nothing: "nothing to do",
  safe: "safe",
  "look-twice": "look twice",
  refused: "refused",
  failed: "failed",
};

/** More reasons than these would make the line unreadable; the parts below have them all. */
const MOST_REASONS = 4;

/** One line of verdict: of an integration, or of a plan as a whole. */
export interface VerdictLine {
  /** What it is about. */
  readonly name: Text;
  /** In a word. */
  readonly verdict: Verdict;
  /** Why; empty where there is nothing to say. */
  readonly why: Text;
}

/** The lines of verdict of a plan: one an integration, and one for what belongs to none of several. */
export function verdictLines(review: Review): VerdictLine[] {
  const whole = wholeLine(review);
  const [first, ...others] = review.integrations.map(integrationLine);
  if (first === undefined) return whole === undefined ? [] : [whole];
  if (whole === undefined) return [first, ...others];
  if (others.length > 0) return [whole, first, ...others];
  return [{ name: first.name, verdict: review.verdict, why: both(whole, first) }];
}

/** What is to be said of a plan, and of its only integration. */
function both(whole: VerdictLine, only: VerdictLine): Text {
  if (whole.verdict === "failed") return whole.why;
  const says = [whole, only].filter(({ verdict, why }) => verdict !== "safe" && plain(why) !== "");
  return says.length === 0
    ? whole.why
    : joined(
        says.map(({ why }) => why),
        "; ",
      );
}

function integrationLine({ name, reasons, verdict }: IntegrationReview): VerdictLine {
  const why = verdict === "safe" ? say`nobody's login is touched` : whyText(reasons);
  return { name: say`${name}`, verdict, why };
}

function wholeLine(review: Review): VerdictLine | undefined {
  const name = review.stack ? say`${review.stack}` : say`this plan`;
  const { besides, checks, findings, integrations, outputs, resources } = review;
  if (review.verdict === "failed")
    return {
      name,
      verdict: "failed",
      why: say`it could not be planned: the output of the run says why. Nothing can be applied`,
    };
  const refused = findings.filter(({ outcome }) => outcome === "refused");
  if (refused.length > 0)
    return { name, verdict: "refused", why: whyText(refused.map(({ found }) => found)) };
  const reasons = [
    ...findings.map(({ found, id }) => say`the gate ${id} is off, and would refuse this: ${found}`),
    ...(checks.length > 0
      ? [
          say`${count(checks.length, "check")} of the configuration ${checks.length === 1 ? "does" : "do"} not hold`,
        ]
      : []),
    ...besides.flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
  ];
  if (reasons.length > 0) return { name, verdict: "look-twice", why: whyText(reasons) };
  if (integrations.length > 0)
    return review.verdict === "safe" && integrations.every(({ verdict }) => verdict === "nothing")
      ? {
          name,
          verdict: "safe",
          why: say`only ${outputs.length > 0 ? "outputs change" : "Terraform's own state changes"}`,
        }
      : undefined;
  return resources.length === 0 && outputs.length === 0
    ? { name, verdict: "nothing", why: say`` }
    : { name, verdict: review.verdict, why: say`it has no integration of EspoCRM and authentik` };
}

function whyText(reasons: readonly Text[]): Text {
  const shown = reasons.slice(0, MOST_REASONS);
  const more = reasons.length - shown.length;
  return joined([...shown, ...(more > 0 ? [say`${String(more)} more`] : [])], "; ");
}

/** `1 check`, `2 checks`. */
export const count = (number: number, noun: string): string =>
  `${String(number)} ${noun}${number === 1 ? "" : "s"}`;

/** Who gets in where Terraform has no application: before, it may not know one that is there. */
export const NO_ACCESS = {
  before: "not known: Terraform has no application of this integration yet.",
  after: "nobody through authentik: its application or provider goes.",
} as const;

/** What follows from a verdict, where its word alone does not tell. */
export const CONSEQUENCES: Readonly<Partial<Record<Verdict, string>>> = {
  refused: "It is not applied until that is fixed.",
};

/** How a finding begins. */
export const OUTCOME_WORDS: Readonly<Record<Finding["outcome"], string>> = {
  refused: "refused by",
  warned: "warning",
  off: "let through, though refused by",
  acknowledged: "acknowledged",
};

/** What the reason of a finding is the reason for. */
export const REASONED: Readonly<Record<Finding["outcome"], string>> = {
  refused: "Refused",
  warned: "Warned of",
  off: "The gate is off",
  acknowledged: "Acknowledged",
};

/** What is to be known of a plan besides what it does: versions and the digest. */
export const versions = ({ digest, engine, providers, stack }: Review): Text[] => [
  ...(stack ? [say`stack ${stack}`] : []),
  ...(engine ? [say`${engine.title} ${engine.version}`] : []),
  ...providers,
  say`plan ${quoted(digest)}`,
];
