import { actionOf, createsFirst, after, before, UNKNOWN } from "../plan/change";
import { type EspoCrmChange, type EspoCrmState, isOn, isOidc } from "./espocrm-state";
import type { Impact } from "../model";
import { presentImpact } from "./present";
import { quoted, say, strong, type Text } from "../render/text";
import { changes, stays, written } from "./settings-change";
import type { Situation } from "./situation";

/** The way of signing in as a whole is switched on, off, or left to itself. */
export function methodImpact(situation: Situation): Impact[] {
  const { espocrm, integration } = situation;
  const { after: then, before: now } = espocrm;
  const action = integration.settings && actionOf(integration.settings);
  if (action === "create")
    return [
      then.authenticationMethod === UNKNOWN || isOidc(then)
        ? switchedOn(espocrm, FIRST)
        : notSwitchedOn(situation),
      ...presentImpact(situation),
    ];
  if (action === "delete") return [destroyed(situation)];
  if (action === "forget")
    return [
      {
        text: say`Terraform forgets EspoCRM's settings; they stay as they are: ${isOidc(now) ? "EspoCRM goes on asking authentik" : "no change of the login"}.`,
        reason: say`EspoCRM's settings are left to themselves`,
        about: ["forget:*"],
      },
    ];
  if (!changes(situation, "authenticationMethod")) return [];
  if (isOidc(then)) return [switchedOn(espocrm, AGAIN)];
  const to =
    then.authenticationMethod === "Espo"
      ? say`EspoCRM's own passwords`
      : say`the method ${written(situation, "authenticationMethod")}`;
  return [
    {
      text: say`Sign-in through authentik is switched ${strong`off`}: people log in with ${to} again.`,
      reason: say`sign-in through authentik is switched off`,
      about: ["authenticationMethod"],
    },
  ];
}

/** How sign-in comes to be switched on. */
const FIRST = {
  on: "on",
  order: " EspoCRM is switched over last, when authentik's side is complete.",
  about: ["authenticationMethod", "create:*"],
} as const;
const AGAIN = { on: "on again", order: "", about: ["authenticationMethod"] } as const;

/** The settings are made, and another method with them. */
function notSwitchedOn(situation: Situation): Impact {
  const method = written(situation, "authenticationMethod");
  return {
    text: say`Sign-in through authentik is ${strong`not`} switched on: people log in with the method ${method}.`,
    reason: say`sign-in through authentik is not switched on: the method is ${method}`,
    about: FIRST.about,
  };
}

function switchedOn(
  { after: then, before: now, written }: EspoCrmChange,
  { about, on, order }: typeof FIRST | typeof AGAIN,
): Impact {
  const planned = written["oidcClientId"];
  const whose = now.oidcClientId === planned ? ", with this client ID" : ", with another set-up";
  const already = isOidc(now)
    ? say` EspoCRM uses OpenID Connect already${typeof planned === "string" ? whose : ""}.`
    : say``;
  return {
    text: say`Sign-in through authentik is switched ${strong`${on}`}.${already}${order} ${passwords(then)}`,
    reason: say`sign-in through authentik is switched ${on}`,
    about,
  };
}

const WAY_BACK = [
  "restapi_object.destroy_data",
  "restapi_object.destroy_method",
  "stated:onDestroy",
];

/** What a destroy would do becomes something else. */
export function wayBackImpact({ espocrm, integration: { settings } }: Situation): Impact[] {
  if (!isOidc(espocrm.before) || !isOidc(espocrm.after)) return [];
  if (settings === undefined || actionOf(settings) !== "update") return [];
  const methods = [
    settings.change.before?.["destroy_method"],
    settings.change.after?.["destroy_method"],
  ];
  const bodies = [before(settings, "destroy_data"), after(settings, "destroy_data")];
  if (methods[0] === methods[1] && bodies[0] === bodies[1]) return [];
  const does =
    methods[1] === "GET"
      ? say`will ${strong`leave EspoCRM on OIDC`}`
      : methods[0] === "GET"
        ? say`will take EspoCRM off this integration; until now it would have left it on OIDC`
        : say`will put other settings back than until now`;
  return [
    {
      text: say`A later destroy of the integration ${does}.`,
      reason: say`what a later destroy does changes`,
      about: WAY_BACK,
    },
  ];
}

/** Whose password works. */
function passwords(state: EspoCrmState): Text {
  if (!isOidc(state) || state.oidcFallback === UNKNOWN) return say``;
  if (!isOn(state.oidcFallback))
    return say`${strong`No password works any more`}, not even an administrator's.`;
  if (state.oidcAllowRegularUserFallback === UNKNOWN)
    return say`Administrators can still log in with their EspoCRM password; other users cannot any more, unless EspoCRM already allows it (${quoted("oidcAllowRegularUserFallback")} is not managed).`;
  return isOn(state.oidcAllowRegularUserFallback)
    ? say`Everybody can still log in with an EspoCRM password, too.`
    : say`Administrators can still log in with their EspoCRM password; ${strong`other users cannot any more`}.`;
}

function destroyed(situation: Situation): Impact {
  const {
    espocrm: { after: then },
    integration: { settings },
  } = situation;
  if (settings && before(settings, "destroy_method") === "GET")
    return {
      text: say`The integration is destroyed, and ${strong`EspoCRM stays on OIDC`}: it goes on sending people to authentik.`,
      reason: say`EspoCRM stays on OIDC`,
      about: ["delete:*"],
    };
  if (isOidc(then))
    return {
      text: say`The integration is destroyed. EspoCRM returns to the ${strong`OpenID Connect set-up that it had before`} (client ID ${written(situation, "oidcClientId")}), but ${strong`without its client secret`}, which nobody can read: until somebody enters it again, nobody can sign in through it. ${passwords(then)}`,
      reason: say`EspoCRM returns to an earlier OIDC set-up without its secret`,
      about: ["delete:*"],
    };
  return {
    text: say`The integration is destroyed. EspoCRM returns to ${then.authenticationMethod === "Espo" ? "its own log-in, before authentik's side goes: everybody needs an EspoCRM password. Users that were created through authentik have none: give them one first" : say`the method ${written(situation, "authenticationMethod")}`}.`,
    reason: say`sign-in through authentik ends${then.authenticationMethod === "Espo" ? ", and who has no EspoCRM password can't log in" : ""}`,
    about: ["delete:*"],
  };
}

/** authentik's side is missing, or goes, while EspoCRM relies on it. */
export function authentikGone({
  espocrm,
  integration: { application, provider },
}: Situation): Impact[] {
  if (!espocrm.asksUs) return [];
  const named = [
    ["application", application],
    ["provider", provider],
  ] as const;
  return named.flatMap(([what, change]): Impact[] => {
    const action = change && actionOf(change);
    if (action === "create" && isOidc(espocrm.before))
      return [
        {
          text: say`EspoCRM is on OIDC already, but authentik's ${what} is missing: nobody can sign in through authentik until this is applied.`,
          reason: say`authentik's ${what} is made anew`,
          about: [`create:${what}`],
        },
      ];
    if (action !== "delete" && action !== "replace") return [];
    if (change && createsFirst(change))
      return [
        {
          text: say`authentik's ${what} is to be made anew while the old one is there: authentik refuses the second one, and the apply stops there, with every login as it is.`,
          reason: say`authentik's ${what} is to be replaced`,
          about: [`${action}:${what}`],
        },
      ];
    const made = action === "replace" ? ", and made anew" : "";
    return [
      {
        text: say`authentik's ${what} is ${strong`deleted`}${made} while EspoCRM stays on OIDC: ${action === "replace" ? `new logins fail from then on until ${what === "provider" ? "EspoCRM has the new one's secret" : "it is there again"}, which takes seconds; if applying stops in between, until it is applied again` : "nobody can sign in through authentik"}.`,
        reason: say`authentik's ${what} is ${action === "replace" ? "replaced" : "deleted"}`,
        about: [`${action}:${what}`],
      },
    ];
  });
}

/** Other people than before can use an EspoCRM password. */
export function passwordImpact(situation: Situation): Impact[] {
  const { after: then } = situation.espocrm;
  if (!stays(situation)) return [];
  if (!changes(situation, "oidcFallback", "oidcAllowRegularUserFallback")) return [];
  return [
    {
      text: say`Passwords: ${passwords(then)}`,
      reason: say`other people can use a password`,
      about: ["oidcFallback", "oidcAllowRegularUserFallback"],
    },
  ];
}
