import type { ResolvedIntegration } from "../fields/resolved";
import type { EspoAuthentikStackProps } from "../props";
import { AnnotationMetadataEntryType, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { type Finding, type NamedIntegration, pathText, type Rule } from "./rule";
import { RULES, SHARED_RULES } from "./index";
import { knownAtSynth, tokenFindings } from "./known-at-synth";

/** An integration breaks rules; the message lists every finding with its mend. */
export class RuleViolations extends Error {
  /** One line a finding. */
  readonly violations: readonly string[];

  /**
   * @param construct path of the construct that was refused
   * @param violations one line a finding
   * @param what what it was to be
   */
  constructor(construct: string, violations: readonly string[], what = "an integration") {
    const lines = violations.map((violation) => `  - ${violation}`);
    super(`${construct} can't be ${what} as it is:\n${lines.join("\n")}`);
    this.name = "RuleViolations";
    this.violations = violations;
  }
}

/** A finding in one line. */
export const findingText = (rule: string, { expected, found, mend, path }: Finding): string =>
  `${pathText(path)}: found ${found}; expected ${expected}. To fix it, ${mend}. [${rule}]`;

/**
 * Refuses what no other rule, and no default, can work with: tokens where a value must be known.
 * @throws {@link RuleViolations} with all of them
 */
export function refuseUnknown(construct: Construct, given: EspoAuthentikStackProps): void {
  const found = unknownFindings(given);
  if (found.length > 0) throw new RuleViolations(construct.node.path, found);
}

const unknownFindings = (given: EspoAuthentikStackProps): string[] =>
  tokenFindings(given).map((finding) => findingText(knownAtSynth.id, finding));

/**
 * Applies the rules for authentik's connection alone: of an identity for deployments there is nothing else.
 * @throws {@link RuleViolations} with every refusal at once
 */
export function enforceAuthentikRules(
  construct: Construct,
  props: ResolvedIntegration,
  given: EspoAuthentikStackProps,
): void {
  const found = (rule: Rule): string[] =>
    rule
      .check(props, given)
      .filter(({ path }) => path[0] === "authentik")
      .map((finding) => findingText(rule.id, finding));
  const refused = [
    unknownFindings(given),
    RULES.filter(({ outcome }) => outcome === "refused").flatMap(found),
  ].flat();
  if (refused.length > 0) throw new RuleViolations(construct.node.path, refused, "a deployer");
  for (const text of RULES.filter(({ outcome }) => outcome === "warned").flatMap(found))
    construct.node.addMetadata(AnnotationMetadataEntryType.WARN, text);
}

const siblings = new WeakMap<IConstruct, NamedIntegration[]>();

/**
 * Applies all rules to an integration: refusals throw, warnings become CDKTF annotations, and what
 * shows only side by side with other integrations is validated at synth.
 * @throws {RuleViolations} with every refusal at once
 */
export function enforceRules(
  construct: Construct,
  props: ResolvedIntegration,
  given: EspoAuthentikStackProps,
): void {
  const refused: string[] = [];
  for (const rule of RULES) {
    for (const finding of rule.check(props, given)) {
      const text = findingText(rule.id, finding);
      if (rule.outcome === "refused") refused.push(text);
      else if (Object.hasOwn(props.acknowledged, rule.id)) continue;
      // Not by CDKTF's Annotations: their stack trace puts this machine's paths into cdktf.out.
      else construct.node.addMetadata(AnnotationMetadataEntryType.WARN, text);
    }
  }
  if (refused.length > 0) throw new RuleViolations(construct.node.path, refused);

  const { root } = construct.node;
  const all = siblings.get(root) ?? [];
  siblings.set(root, all);
  const own =
    all.push({ name: construct.node.path, stack: TerraformStack.of(construct).node.path, props }) -
    1;
  construct.node.addValidation({ validate: () => sharedViolations(all, own) });
}

const checked = new WeakMap<readonly NamedIntegration[], { size: number; texts: string[][] }>();

function sharedViolations(all: readonly NamedIntegration[], own: number): string[] {
  let result = checked.get(all);
  if (result?.size !== all.length) {
    const texts: string[][] = all.map(() => []);
    for (const rule of SHARED_RULES) {
      for (const finding of rule.check(all)) {
        texts[finding.integration]?.push(findingText(rule.id, finding));
      }
    }
    result = { size: all.length, texts };
    checked.set(all, result);
  }
  return result.texts[own] ?? [];
}
