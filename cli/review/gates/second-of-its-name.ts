import { replacementCause } from "../plan/replacement-cause";
import { isUnbound } from "../access/bound";
import { actionOf, createsFirst } from "../plan/change";
import type { ResourceChange } from "../plan/plan-json";
import { quoted, say } from "../render/text";
import type { Gate } from "./gate";

/** Bindings go last, and what they depend on with them: Terraform makes a new one while the old one has its name. */
export const secondOfItsName: Gate = {
  id: "second-of-its-name",
  why: "authentik takes no second object of the same name, slug, client ID or place: such an apply stops with its refusal, before anything else is done.",
  check: ({ integration }) => {
    const { application, bindings, policies, provider, scopeMappings } = integration;
    return [provider, application, ...scopeMappings, ...policies, ...bindings].flatMap((change) => {
      if (change === undefined || actionOf(change) !== "replace" || !createsFirst(change))
        return [];
      if (isRepeatable(change)) return [];
      const cause = replacementCause(change);
      const because = cause === undefined ? say`` : say` (${cause})`;
      const untaint = quoted(`terraform untaint ${change.address}`);
      return [
        {
          found: say`${quoted(change.address)} is to be made anew${because} while authentik has the old one: authentik will refuse the second one`,
          mend:
            change.action_reason === "replace_because_tainted"
              ? say`keep it, as authentik has it whole: ${untaint} (or the same with tofu) in the stack's folder, then plan again`
              : say`plan without what forces it (the option -replace); where it must be a new one, delete it in authentik, in a quiet hour, then plan and apply`,
        },
      ];
    });
  },
};

/** Of bindings of groups and users authentik takes any number. */
const isRepeatable = ({ change, type }: ResourceChange): boolean =>
  type === "authentik_policy_binding" && isUnbound(change.before?.["policy"]);
