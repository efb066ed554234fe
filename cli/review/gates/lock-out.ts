import { SETTINGS } from "../../../lib/fields/index";
import { extent } from "../access/access";
import { after, UNKNOWN } from "../plan/change";
import { isOidc, isOn } from "../effects/espocrm-state";
import { quoted, say } from "../render/text";
import type { Gate, GateFinding } from "./gate";
import type { Situation } from "../effects/situation";

/** Somebody must be able to log in. */
export const lockOut: Gate = {
  id: "lock-out",
  why: "Whoever is locked out of EspoCRM can't mend it there: only somebody with access to the server's files can.",
  check: (situation) => {
    const { access, espocrm } = situation;
    const then = espocrm.after;
    if (!isOidc(then)) return [];
    const reach = access.after && extent(access.after);
    return [
      ...administrators(situation),
      ...(reach === "nobody"
        ? [
            {
              found: say`the bindings let nobody in`,
              mend: say`bind at least one group or user that can pass them all, or set the policy engine mode to any`,
            },
          ]
        : []),
      ...codeGrant(situation),
    ];
  },
};

function administrators({ espocrm: { after: then } }: Situation): GateFinding[] {
  if (then.oidcFallback === UNKNOWN || isOn(then.oidcFallback)) return [];
  if (then.oidcAllowAdminUser === UNKNOWN || isOn(then.oidcAllowAdminUser)) return [];
  return [
    {
      found: say`${SETTINGS.oidcFallback.label} is off and ${SETTINGS.oidcAllowAdminUser.label} is off: no administrator can log in, by password or through authentik`,
      mend: say`leave login.fallback out (it is on then)`,
    },
  ];
}

/** A list without it, which a 2026.5 server makes of a list that is missing, refuses every login. */
function codeGrant({ integration: { provider } }: Situation): GateFinding[] {
  const grants = provider && after(provider, "grant_types");
  if (!Array.isArray(grants) || grants.includes("authorization_code")) return [];
  return [
    {
      found: say`the provider's grant types lack ${quoted("authorization_code")}: authentik refuses every login`,
      mend: say`add it (the construct does so for authentik 2026.5 and newer)`,
    },
  ];
}
