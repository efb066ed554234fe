import type { PropertyPath } from "../fields/form";
import type { ResolvedIntegration } from "../fields/resolved";
import type { EspoAuthentikStackProps } from "../props";

export { type PropertyPath, shown } from "../fields/form";

/** One thing that a rule found, said so that it can be fixed. */
export interface Finding {
  /** Where. */
  readonly path: PropertyPath;
  /** What is there, as it is shown to people. */
  readonly found: string;
  /** What should be there. */
  readonly expected: string;
  /** What to do. */
  readonly mend: string;
}

/** What happens to an integration that a rule finds something in. */
export type Outcome = "refused" | "warned";

/** A rule for one integration. Its id is stable; docs/rules.md explains it. */
export interface Rule {
  /** Stable id, in kebab case. */
  readonly id: string;
  /** Whether a finding stops synthesis or is shown only. */
  readonly outcome: Outcome;
  /** Why the rule is there: what happens without it. */
  readonly why: string;
  /** A piece of a configuration file as it should be: YAML, what stands under an integration's name. */
  readonly example: string;
  /**
   * Everything that breaks the rule, in an integration with its defaults, and as it was given. Values
   * that Terraform will know only later pass.
   */
  readonly check: (
    props: ResolvedIntegration,
    given: EspoAuthentikStackProps,
  ) => readonly Finding[];
}

/** An integration among others. */
export interface NamedIntegration {
  /** Its name: the stack in a configuration file, the construct's path in a program. */
  readonly name: string;
  /**
   * The stack that it is in.
   * @default - one of its own
   */
  readonly stack?: string;
  /** Its properties, with their defaults. */
  readonly props: ResolvedIntegration;
}

/** A rule for integrations side by side. */
export interface SharedRule extends Omit<Rule, "check" | "example"> {
  /** A piece of a configuration file as it should be: YAML, what stands under `integrations`. */
  readonly example: string;
  /** Every finding, with the index of the integration that it is about. */
  readonly check: (
    integrations: readonly NamedIntegration[],
  ) => readonly (Finding & { readonly integration: number })[];
}

/** `bindings[1].group`: a path as messages show it. */
export const pathText = (path: PropertyPath): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === "number"
        ? `${text}[${String(part)}]`
        : text === ""
          ? part
          : `${text}.${part}`,
    "",
  );
