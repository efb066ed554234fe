import { actionOf } from "../change";
import { say } from "../text";
import type { Gate } from "./gate";

/** EspoCRM must not be left asking an authentik that does not know it. */
export const applicationGone: Gate = {
  id: "application-gone",
  why: "While EspoCRM stays on OIDC, people are sent to an application that is not there: only administrators get in, with their passwords.",
  check: ({ espocrm, integration: { application, provider } }) => {
    if (espocrm.after.authenticationMethod !== "Oidc") return [];
    const named = [
      ["application", application],
      ["provider", provider],
    ] as const;
    return named.flatMap(([what, change]) => {
      const action = change && actionOf(change);
      if (action === "delete")
        return [
          {
            found: say`authentik's ${what} is deleted while EspoCRM stays on OIDC`,
            mend: say`destroy the integration as a whole, with onDestroy restore or espo, so that EspoCRM is switched back first`,
          },
        ];
      if (action === "replace")
        return [
          {
            found: say`authentik's ${what} is deleted and made anew while EspoCRM stays on OIDC`,
            mend: say`find out what forces the replacement; where it must be, choose a quiet hour and switch this gate off for it`,
          },
        ];
      return [];
    });
  },
};
