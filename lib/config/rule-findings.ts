import { resolved } from "../fields/resolved";
import { RULES, SHARED_RULES } from "../rules/index";
import type { Finding, Outcome, PropertyPath } from "../rules/rule";
import type { ConfiguredIntegration } from "./configuration";
import type { Layers } from "./layers";
import type { Complaint } from "./problem";
import { areRelated } from "./remainder";

/** An integration that rules can check. */
export interface Ruled extends ConfiguredIntegration {
  /** Where it comes from. */
  readonly layers: Layers;
  /** Parts that are not as the file has them. */
  readonly unknown: readonly PropertyPath[];
}

/** What a rule found. */
export interface RuleFinding {
  /** Where the integration comes from. */
  readonly layers: Layers;
  /** Where in the integration. */
  readonly path: PropertyPath;
  /** What is wrong. */
  readonly complaint: Complaint;
  /** Whether it is refused or warned about. */
  readonly outcome: Outcome;
}

/** What the rules find in integrations, each for itself and side by side. */
export function applyRules(integrations: readonly Ruled[]): RuleFinding[] {
  const all = integrations.map((one) => ({ one, complete: resolved(one.props) }));
  const single = all.flatMap(({ complete, one }) =>
    RULES.filter(
      ({ id, outcome }) =>
        outcome === "refused" || !Object.hasOwn(one.props.acknowledged ?? {}, id),
    ).flatMap((rule) =>
      rule
        .check(complete, one.props)
        .flatMap((finding) => known(one, rule.id, rule.outcome, finding)),
    ),
  );
  const named = all.map(({ complete, one: { name } }) => ({ name, props: complete }));
  const shared = SHARED_RULES.flatMap((rule) =>
    rule.check(named).flatMap((finding) => {
      const one = integrations[finding.integration];
      return one === undefined ? [] : known(one, rule.id, rule.outcome, finding);
    }),
  );
  return [...single, ...shared];
}

/** A finding, unless it is about something that is not as the file has it. */
function known(
  { layers, unknown }: Ruled,
  rule: string,
  outcome: Outcome,
  { expected, found, mend, path }: Finding,
): RuleFinding[] {
  if (unknown.some((part) => areRelated(part, path))) return [];
  return [{ layers, path, outcome, complaint: { found, expected, mend, rule } }];
}
