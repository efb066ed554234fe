import type { Situation } from "../effects/situation";
import type { Text } from "../render/text";

/** One thing that a gate found. */
export interface GateFinding {
  /** What is there, or will be. */
  readonly found: Text;
  /** What to do. */
  readonly mend: Text;
}

/** What a plan must not do unless somebody says why. Its id is stable; docs/plan-review.md lists them. */
export interface Gate {
  /** Stable id, in kebab case. */
  readonly id: string;
  /** Why the gate is there: what happens without it. */
  readonly why: string;
  /** What the plan does of the kind; asked only where it changes the integration at all. @default - only rows refuse */
  readonly check?: (situation: Situation) => readonly GateFinding[];
}
