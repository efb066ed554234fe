import type { SettingName } from "../../../lib/fields/index";
import { differs } from "./authentik";
import { actionOf, after, isEmpty, UNKNOWN } from "../plan/change";
import { isOn, isOidc } from "./espocrm-state";
import type { Impact } from "../model";
import { quoted, say, strong } from "../render/text";
import { changes, show, stays, written } from "./settings-change";
import type { Situation } from "./situation";

/** Administrators may sign in through authentik, or no longer. */
export function administratorsImpact(situation: Situation): Impact[] {
  const { after: then, before: now } = situation.espocrm;
  if (!isOidc(then)) return [];
  const allowed = isOn(then.oidcAllowAdminUser);
  const news =
    now.oidcAllowAdminUser === UNKNOWN || !isOidc(now)
      ? allowed
      : allowed !== isOn(now.oidcAllowAdminUser);
  if (then.oidcAllowAdminUser === UNKNOWN || !news) return [];
  return allowed
    ? [
        {
          text: say`${strong`EspoCRM administrators may sign in through authentik.`} Users are matched by name alone: whoever can create an authentik user with the name of an EspoCRM administrator, or rename one to it, logs in as that administrator, without EspoCRM's second factor.`,
          reason: say`administrators may sign in through authentik`,
          about: ["oidcAllowAdminUser"],
        },
      ]
    : [
        {
          text: say`EspoCRM administrators can no longer sign in through authentik, only with their EspoCRM password: see first that each has one.`,
          reason: say`administrators can no longer sign in through authentik`,
          about: ["oidcAllowAdminUser"],
        },
      ];
}

/** EspoCRM finds its users by another name. */
export function userNameImpact(situation: Situation): Impact[] {
  const { provider } = situation.integration;
  const subject =
    provider && actionOf(provider) === "update" && differs(provider, "sub_mode")
      ? say`The subject of the tokens (${quoted("sub_mode")}) becomes ${show(after(provider, "sub_mode"))}.`
      : undefined;
  const claim =
    stays(situation) && changes(situation, "oidcUsernameClaim")
      ? say`EspoCRM takes the user name from the claim ${written(situation, "oidcUsernameClaim")}.`
      : undefined;
  if (subject === undefined && claim === undefined) return [];
  const between = subject && claim ? " " : "";
  return [
    {
      text: say`${subject ?? say``}${between}${claim ?? say``} ${strong`EspoCRM finds its users by that name alone`}: where it is not their EspoCRM user name, people can't get in, or get in as somebody else.`,
      reason: say`EspoCRM finds its users by another name`,
      about: [
        ...(subject ? ["authentik_provider_oauth2.sub_mode"] : []),
        ...(claim ? ["oidcUsernameClaim"] : []),
      ],
    },
  ];
}

/** What becomes of people's EspoCRM accounts at login changes. */
export function accountImpact(situation: Situation): Impact[] {
  const { after: then } = situation.espocrm;
  if (!isOidc(then)) return [];
  const impacts: Impact[] = [];
  const turned = (name: SettingName) =>
    changes(situation, name) || (situation.espocrm.before[name] === UNKNOWN && isOn(then[name]));
  if (turned("oidcCreateUser"))
    impacts.push(
      isOn(then.oidcCreateUser)
        ? {
            text: say`Who gets in through authentik and has no EspoCRM user is ${strong`given one`} at the first login.`,
            reason: say`unknown users are created in EspoCRM`,
            about: ["oidcCreateUser"],
          }
        : {
            text: say`Unknown users are no longer created: who has no EspoCRM user is refused. Those that were created stay.`,
            reason: say`unknown users are no longer created in EspoCRM`,
            about: ["oidcCreateUser"],
          },
    );
  if (turned("oidcSync"))
    impacts.push({
      text: isOn(then.oidcSync)
        ? say`Name, e-mail address and telephone number in EspoCRM are overwritten with authentik's at each login, and emptied where authentik has none.`
        : say`Name, e-mail address and telephone number in EspoCRM are no longer overwritten at login.`,
      about: ["oidcSync"],
    });
  const empties = isOn(then.oidcSyncTeams) && isEmpty(then.oidcTeamsIds);
  if (empties && changes(situation, "oidcTeamsIds", "oidcSyncTeams"))
    impacts.push({
      text: say`Teams are set at each login, and none is declared: ${strong`everybody loses all their teams`} at the next login.`,
      reason: say`everybody loses all their teams`,
      about: TEAMS,
    });
  else if (
    changes(situation, "oidcTeamsIds", "oidcTeamsColumns", "oidcSyncTeams", "oidcGroupClaim")
  )
    impacts.push({
      text: say`Teams: ${isOn(then.oidcSyncTeams) ? "from their next login on people have the teams that their groups give them now" : "new users get other teams; those that are there keep theirs"}.`,
      reason: say`people get other teams`,
      about: TEAMS,
    });
  return impacts;
}

const TEAMS = [
  "oidcTeamsIds",
  "oidcTeamsNames",
  "oidcTeamsColumns",
  "oidcSyncTeams",
  "oidcGroupClaim",
];
