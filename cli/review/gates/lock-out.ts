import type { SettingName } from "../../../lib/fields/espocrm-settings";
import { extent } from "../access/access";
import { after, isEmpty, UNKNOWN } from "../plan/change";
import { isOidc, isOn } from "../effects/espocrm-state";
import { SETTINGS } from "../../../lib/fields/espocrm-settings";
import { quoted, say } from "../render/text";
import type { Gate, GateFinding } from "./gate";
import type { Situation } from "../effects/situation";

/** Methods that EspoCRM has, and with which somebody can log in. */
const METHODS: readonly unknown[] = ["Espo", "LDAP", "Oidc"];

/** Without one of these EspoCRM fails every login through authentik. */
const NEEDED: readonly SettingName[] = [
  "oidcClientId",
  "oidcAuthorizationEndpoint",
  "oidcTokenEndpoint",
  "oidcJwksEndpoint",
  "oidcUsernameClaim",
];

/** Somebody must be able to log in. */
export const lockOut: Gate = {
  id: "lock-out",
  why: "Whoever is locked out of EspoCRM can't mend it there: only somebody with access to the server's files can.",
  check: (situation) => {
    const { access, espocrm } = situation;
    const then = espocrm.after;
    if (then.authenticationMethod === UNKNOWN) return [];
    if (!METHODS.includes(then.authenticationMethod))
      return [
        {
          found: say`${SETTINGS.authenticationMethod.label} becomes ${quoted(JSON.stringify(espocrm.written["authenticationMethod"] ?? null))}, which EspoCRM does not have: nobody can log in any more, Terraform neither`,
          mend: say`set it to ${quoted("Oidc")} or ${quoted("Espo")}`,
        },
      ];
    if (!isOidc(then)) return [];
    const reach = access.after && extent(access.after);
    return [
      ...administrators(situation),
      ...NEEDED.filter((name) => isEmpty(then[name])).map((name) => ({
        found: say`${SETTINGS[name].label} (${quoted(name)}) is empty while the method is OIDC: nobody can sign in through authentik`,
        mend: say`let the integration manage it`,
      })),
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
