import type { AccessSides } from "../access-sides";
import type { EspoCrmChange } from "../espocrm-state";
import type { Integration } from "../integrations";
import type { Plan } from "../plan-json";
import type { Text } from "../text";

/** What a gate judges by. */
export interface Situation {
  /** The plan. */
  readonly plan: Plan;
  /** The integration. */
  readonly integration: Integration;
  /** EspoCRM's login before and after. */
  readonly espocrm: EspoCrmChange;
  /** Who gets in before and after. */
  readonly access: AccessSides;
}

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
  /** What the plan does of the kind; asked only where it changes the integration at all. */
  readonly check: (situation: Situation) => readonly GateFinding[];
}
