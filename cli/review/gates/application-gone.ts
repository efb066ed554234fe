import { replacementCause } from "../plan/replacement-cause";
import { actionOf, createsFirst } from "../plan/change";
import type { ResourceChange } from "../plan/plan-json";
import { quoted, say, type Text } from "../render/text";
import type { Gate } from "./gate";

function because(change: ResourceChange): Text {
  const cause = replacementCause(change);
  return cause === undefined ? say`` : say` (${cause})`;
}

/** EspoCRM must not be left asking an authentik that does not know it. */
export const applicationGone: Gate = {
  id: "application-gone",
  why: "While EspoCRM stays on OIDC, people are sent to an application that is not there: only administrators get in, with their passwords. Where it is made anew, this lasts until the apply is through, or is run again.",
  check: ({ espocrm, integration: { application, provider } }) => {
    if (!espocrm.asksUs) return [];
    const named = [
      ["application", application],
      ["provider", provider],
    ] as const;
    return named.flatMap(([what, change]) => {
      if (change === undefined) return [];
      const action = actionOf(change);
      if (action === "delete")
        return [
          {
            found: say`authentik's ${what} is deleted while EspoCRM stays on OIDC`,
            mend: say`where the integration goes as a whole, its onDestroy is leave: apply restore or espo first, then destroy, so that EspoCRM is switched back before; where the login is to stay, don't destroy it: ${quoted("npx espo-authentik forget")}; where only a part goes, don't`,
          },
        ];
      // The other way round authentik refuses it, and nothing is gone.
      if (action === "replace" && !createsFirst(change))
        return [
          {
            found: say`authentik's ${what} is deleted and made anew${because(change)} while EspoCRM stays on OIDC`,
            mend: say`undo what forces it (a taint: terraform untaint; the option -replace: plan without it); where it must be, choose a quiet hour and switch this gate off for it: ${quoted("--gate 'application-gone=off: the reason'")}`,
          },
        ];
      return [];
    });
  },
};
