import { App, TerraformStack } from "cdktf";
import { parse } from "yaml";
import { EspoAuthentikIntegration, EspoAuthentikStack } from "../../../lib";
import { findingText } from "../../../lib/rules/enforce";
import { resolved } from "../../../lib/fields/resolved";
import type { SharedRule } from "../../../lib/rules/rule";
import { type Changes, company } from "../company";

/** Integrations side by side, by name. */
export type SideBySide = Readonly<Record<string, Changes>>;

/** What a rule finds among integrations and what it lets pass, each by what it is. */
export interface SharedCases {
  /** What it finds something in, with the name and the message of each finding. */
  readonly finds: Readonly<
    Record<string, readonly [SideBySide, ...findings: readonly [name: string, message: string][]]>
  >;
  /** Whether each integration is in a stack of its own. @default false: all are in one */
  readonly apart?: boolean;
  /** What is next to the border, and passes. */
  readonly passes: Readonly<Record<string, SideBySide>>;
}

/** Describes a rule for integrations side by side. */
export function describeSharedRule(rule: SharedRule, cases: SharedCases): void {
  const { apart = false, finds, passes } = cases;
  const findings = (integrations: SideBySide) => {
    const named = Object.entries(integrations).map(([name, changes]) => ({
      name,
      stack: apart ? name : "all",
      props: resolved(company(changes)),
    }));
    return rule
      .check(named)
      .map((finding) => [named[finding.integration]?.name, findingText(rule.id, finding)]);
  };

  describe(`The rule ${rule.id}`, () => {
    it.each(Object.entries(finds))("refuses %s", (_, [integrations, ...expected]) => {
      expect(findings(integrations)).toEqual(
        expected.map(([name, message]) => [name, `${message} [${rule.id}]`]),
      );
    });

    it.each(Object.entries(passes))("lets pass: %s", (_, integrations) => {
      expect(findings(integrations)).toEqual([]);
    });

    it("lets its own example pass", () => {
      const example = parse(rule.example) as Record<string, Changes>;
      const named = Object.entries(example).map(([name, changes]) => ({
        name,
        props: resolved(company(changes)),
      }));
      expect(rule.check(named)).toEqual([]);
    });

    it("is applied when an app is synthesized", () => {
      const [integrations = {}, [, message = ""] = []] = Object.values(finds)[0] ?? [];
      const app = new App();
      const shared = apart ? undefined : new TerraformStack(app, "all");
      for (const [name, changes] of Object.entries(integrations)) {
        if (shared === undefined) new EspoAuthentikStack(app, name, company(changes));
        else new EspoAuthentikIntegration(shared, name, company(changes));
      }
      const problems = app.node.findAll().flatMap(({ node }) => node.validate());
      const inStack = message.replace(
        /(as in|EspoCRM of|state of|"2026.[258]" in) (\w+)/,
        (_, before: string, name: string) =>
          `${before} ${apart ? `${name}/Default` : `all/${name}`}`,
      );
      expect(problems).toContain(`${inStack} [${rule.id}]`);
    });
  });
}
