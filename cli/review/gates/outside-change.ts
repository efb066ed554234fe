import { actionOf, happens } from "../plan/change";
import { type Integration, resourcesOf } from "../plan/integrations";
import type { Plan } from "../plan/plan-json";
import { quoted, say } from "../render/text";
import type { Gate, GateFinding } from "./gate";

/** A review of logins must not let other changes through unseen. Judged over the whole plan. */
export const outsideChange: Omit<Gate, "check"> & {
  readonly check: (plan: Plan, integrations: readonly Integration[]) => readonly GateFinding[];
} = {
  id: "outside-change",
  why: "This review explains the integration's own resources only. What else the plan changes would be applied without anybody's having read it.",
  check: (plan, integrations) => {
    const own = new Set(integrations.flatMap(resourcesOf).map(({ address }) => address));
    return plan.changes
      .filter((change) => happens(change) && !own.has(change.address))
      .map((change) => ({
        found: say`${quoted(change.address)} does not belong to an integration (${actionOf(change)})`,
        mend: say`read it in Terraform's own plan, then switch this gate off with the reason, or put it in a stack of its own`,
      }));
  },
};
