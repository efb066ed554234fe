import type { Surroundings } from "../../../lib/fields/index";
import type { Undeclared } from "../access/live-binding";
import type { AccessSides } from "../access/sides";
import type { EspoCrmChange } from "./espocrm-state";
import type { Integration } from "../plan/integrations";
import type { Plan, Values } from "../plan/plan-json";

/** What an integration to which something happens is judged by: by gates, by rules, for people. */
export interface Situation {
  /** The plan. */
  readonly plan: Plan;
  /** The integration. */
  readonly integration: Integration;
  /** Where its two sides are declared to be. */
  readonly around: Surroundings;
  /** EspoCRM's login before and after. */
  readonly espocrm: EspoCrmChange;
  /** Who gets in before and after. */
  readonly access: AccessSides;
  /** EspoCRM's settings before the integration is made. @default - nobody looked, or it is there already */
  readonly present?: Values | undefined;
  /** Bindings of the application that Terraform does not know. @default - nobody looked */
  readonly undeclared?: Undeclared | undefined;
}
