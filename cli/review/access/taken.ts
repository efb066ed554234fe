import { actionOf } from "../plan/change";
import type { Plan, ResourceChange } from "../plan/plan-json";
import { isUnbound } from "./bound";

/**
 * The group, user or policy that the plan deletes, and with which authentik deletes this binding of it; no
 * plan says so. `undefined` where there is none.
 */
export const takenWith = (binding: ResourceChange, plan: Plan): ResourceChange | undefined =>
  plan.changes.find(
    (one) =>
      one.mode === "managed" &&
      one.type !== binding.type &&
      goes(one) &&
      (["group", "user", "policy"] as const).some((kind) => {
        const id = binding.change.after?.[kind];
        return (
          one.type.startsWith(`authentik_${kind}`) &&
          !isUnbound(id) &&
          String(one.change.before?.["id"]) === String(id)
        );
      }),
  );

/** Of an object that is made anew the id goes, whichever comes first. */
const goes = (change: ResourceChange): boolean =>
  change.deposed ? actionOf(change) === "delete" : ["delete", "replace"].includes(actionOf(change));
