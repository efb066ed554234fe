import { ACTION_WORDS } from "../effects/action-account";
import { foreignObjects } from "../effects/plan-account";
import { actionOf, happens } from "../plan/change";
import { deployersOf, partsOf } from "../plan/deployers";
import { type Integration, resourcesOf } from "../plan/integrations";
import type { Plan } from "../plan/plan-json";
import { unindexed } from "../plan/references";
import { quoted, say } from "../render/text";
import type { Gate, GateFinding } from "./gate";

/** A review of logins must not let other changes through unseen. Judged over the whole plan. */
export const outsideChange: Omit<Gate, "check"> & {
  readonly check: (plan: Plan, integrations: readonly Integration[]) => readonly GateFinding[];
} = {
  id: "outside-change",
  why: "This review explains the integration's own resources only. What else the plan does would be done without anybody's having read it.",
  check: (plan, integrations) => {
    const ours = integrations.flatMap(resourcesOf).map(({ address }) => address);
    const own = new Set(ours);
    // Those have a gate of their own.
    const objects = new Set(foreignObjects(plan, integrations));
    // Each of their changes is told in words of its own.
    const deployers = new Set(partsOf(deployersOf(plan, integrations)));
    const others = plan.changes.filter(
      (change) =>
        happens(change) &&
        !change.deposed &&
        !own.has(change.address) &&
        !objects.has(change) &&
        !deployers.has(change),
    );
    const running = new Set([...others.map(({ address }) => address), ...own].map(unindexed));
    return [
      ...others.map((change) => ({
        found: say`${quoted(change.address)} does not belong to an integration, and ${WORDS[actionOf(change)] ?? ACTION_WORDS[actionOf(change)]}`,
        mend: say`read it in Terraform's own plan, then switch this gate off with the reason, or put it in a stack of its own`,
      })),
      ...[...plan.configured].flatMap(([address, { provisioners }]) =>
        !provisioners?.length || !running.has(address)
          ? []
          : [
              {
                found: say`a program runs when ${quoted(address)} is made or deleted (provisioner ${quoted(provisioners.map(({ type }) => type ?? "unknown").join(", "))})`,
                mend: say`take the provisioner out, or put it in a stack of its own`,
              },
            ],
      ),
      ...plan.invocations.map((name) => ({
        found: say`the plan also invokes ${quoted(name)}`,
        mend: say`take the action out, or put it in a stack of its own`,
      })),
    ];
  },
};

/** What is imported or moved stays as it is otherwise. */
const WORDS = { "no-op": "is imported, or moved" } as Readonly<Partial<Record<string, string>>>;
