import { parse } from "yaml";
import { resolved } from "../../../lib/fields/resolved";
import type { EspoAuthentikStackProps } from "../../../lib/props";
import { findingText, RuleViolations } from "../../../lib/rules/enforce";
import type { Rule } from "../../../lib/rules/rule";
import { type Changes, company } from "../company";
import { Synthesized } from "../synthesized";

/** What a rule finds and what it lets pass, each by what it is. */
export interface Cases {
  /** What it finds something in, with the whole messages but for the rule's id at their end. */
  readonly finds: Readonly<Record<string, readonly [changes: Changes, ...messages: string[]]>>;
  /** What is next to the border, and passes. */
  readonly passes: Readonly<Record<string, Changes>>;
}

/** What a rule finds in an integration as it was given. */
export const findings = (rule: Rule, given: EspoAuthentikStackProps) =>
  rule.check(resolved(given), given);

/** Describes one rule: by itself, and as the construct applies it. */
export function describeRule(rule: Rule, { finds, passes }: Cases): void {
  const messages = (changes: Changes) =>
    findings(rule, company(changes))
      .map((finding) => findingText(rule.id, finding))
      .sort();
  const verb = rule.outcome === "refused" ? "refuses" : "warns of";

  describe(`The rule ${rule.id}`, () => {
    it.each(Object.entries(finds))(`${verb} %s`, (_, [changes, ...expected]) => {
      expect(messages(changes)).toEqual(
        expected.map((message) => `${message} [${rule.id}]`).sort(),
      );
    });

    it.each(Object.entries(passes))("lets pass: %s", (_, changes) => {
      expect(messages(changes)).toEqual([]);
    });

    it("lets its own example pass", () => {
      expect(messages(parse(rule.example) as Changes)).toEqual([]);
    });

    it(`is applied by the construct, which ${rule.outcome === "refused" ? "throws" : "annotates"}`, () => {
      const [changes = {}, message = ""] = Object.values(finds)[0] ?? [];
      const text = `${message} [${rule.id}]`;
      if (rule.outcome === "refused") {
        expect(violations(changes)).toContain(text);
      } else {
        expect(Synthesized.company(changes).warnings).toContain(`@cdktf/warn: ${text}`);
      }
    });
  });
}

/** What the construct refuses the company's integration for, with changes. */
export function violations(changes: Changes): readonly string[] {
  try {
    Synthesized.company(changes);
  } catch (error) {
    if (error instanceof RuleViolations) return error.violations;
    throw error;
  }
  return [];
}
