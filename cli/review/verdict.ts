import { happens } from "./plan/change";
import { failures } from "./plan/failed-checks";
import {
  type DriftRow,
  type Finding,
  type Impact,
  type IntegrationReview,
  type Review,
  type Verdict,
  worst,
} from "./model";
import type { Plan } from "./plan/plan-json";
import { joined, plain, say, type Text } from "./render/text";

/** What was changed outside of Terraform, by name: it is the cause of what is planned then. */
export function driftReasons(drift: readonly DriftRow[]): Text[] {
  if (drift.length === 0) return [];
  const labels = drift.slice(0, 3).map(({ label }) => label);
  const more = drift.length > 3 ? say`, and ${String(drift.length - 3)} more` : say``;
  return [say`changed outside of Terraform: ${joined(labels, ", ")}${more}`];
}

/**
 * The verdict on an integration, and the reasons for it.
 * @param happens whether anything happens to it
 */
export function judge(
  findings: readonly Finding[],
  impacts: readonly Impact[],
  drift: readonly DriftRow[],
  happens: boolean,
): Pick<IntegrationReview, "verdict" | "reasons"> {
  const refused = findings.filter(({ outcome }) => outcome === "refused");
  if (refused.length > 0)
    return { verdict: "refused", reasons: once(refused.map(({ found }) => found)) };
  const reasons: Text[] = [
    ...findings
      .filter(({ outcome }) => outcome === "off")
      .map(({ found, id }) => say`the gate ${id} is off, and would refuse this: ${found}`),
    ...impacts.flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
    ...driftReasons(drift),
  ];
  const warned = findings.some(({ outcome }) => outcome === "warned");
  if (reasons.length === 0 && warned) reasons.push(say`a rule warns`);
  return {
    verdict: reasons.length > 0 ? "look-twice" : happens ? "safe" : "nothing",
    reasons: once(reasons),
  };
}

/** Ids of the gates that refuse a plan. */
export const refusingGates = ({ findings, integrations }: Review): readonly string[] => [
  ...new Set(
    [findings, ...integrations.map(({ findings }) => findings)]
      .flat()
      .flatMap(({ id, outcome }) => (outcome === "refused" ? [id] : [])),
  ),
];

const once = (texts: readonly Text[]): Text[] => [
  ...new Map(texts.map((text) => [plain(text), text])).values(),
];

/** The verdict on a plan as a whole. */
export function verdictOf(
  plan: Plan,
  integrations: readonly IntegrationReview[],
  findings: readonly Finding[],
  besides: readonly Impact[],
): Verdict {
  const own = integrations.map(({ verdict }) => verdict);
  const others: Verdict[] = findings.map(({ outcome }) =>
    outcome === "refused" ? "refused" : "look-twice",
  );
  const checks = plan.checks.some((check) => failures(check).length > 0);
  const happening = plan.changes.some(happens) || plan.outputs.length > 0;
  return worst([
    ...(plan.errored ? (["failed"] as const) : []),
    ...own,
    ...others,
    ...(checks || besides.length > 0 ? (["look-twice"] as const) : []),
    ...(happening || plan.applyable ? (["safe"] as const) : []),
  ]);
}
