import { type Logout, logoutOf } from "../../../lib/declaration";
import { differs } from "./authentik";
import { isOidc } from "./espocrm-state";
import { actionOf, isEmpty } from "../plan/change";
import type { Impact } from "../model";
import { quoted, say, strong, type Text } from "../render/text";
import { changes, stays, written } from "./settings-change";
import type { Situation } from "./situation";

/** authentik is asked at another address. */
export function endpointImpact(situation: Situation): Impact[] {
  if (!stays(situation)) return [];
  const back = changes(situation, "oidcTokenEndpoint", "oidcUserInfoEndpoint");
  const front = changes(situation, "oidcAuthorizationEndpoint");
  if (!back && !front) return [];
  const who = front
    ? say`Browsers are sent to another address to sign in: ${written(situation, "oidcAuthorizationEndpoint")}.`
    : say`EspoCRM's server asks authentik at another address: ${written(situation, "oidcTokenEndpoint")}.`;
  return [
    {
      text: say`${who} If it can't be reached, new logins fail.`,
      reason: say`authentik is asked at another address`,
      about: ["oidcAuthorizationEndpoint", "oidcTokenEndpoint", "oidcUserInfoEndpoint"],
    },
  ];
}

/** What happens at each login changes. */
export function loginPageImpact(situation: Situation): Impact[] {
  if (!stays(situation)) return [];
  const { after: then } = situation.espocrm;
  const impacts: Impact[] = [];
  if (changes(situation, "oidcAuthorizationPrompt"))
    impacts.push({
      text: say`At each login authentik shows: ${written(situation, "oidcAuthorizationPrompt")}.`,
      about: ["oidcAuthorizationPrompt"],
    });
  if (changes(situation, "oidcAuthorizationMaxAge"))
    impacts.push({
      text: isEmpty(then.oidcAuthorizationMaxAge)
        ? say`authentik no longer asks for the password again after some time.`
        : say`authentik asks for the password again where it was given more than ${written(situation, "oidcAuthorizationMaxAge")} seconds ago.`,
      about: ["oidcAuthorizationMaxAge"],
    });
  if (changes(situation, "oidcJwtSignatureAlgorithmList"))
    impacts.push({
      text: say`EspoCRM accepts tokens signed with: ${written(situation, "oidcJwtSignatureAlgorithmList")}.`,
      reason: say`EspoCRM accepts other signatures`,
      about: ["oidcJwtSignatureAlgorithmList"],
    });
  if (changes(situation, "oidcScopes"))
    impacts.push({
      text: say`EspoCRM asks for other scopes: what it learns of its users changes.`,
      reason: say`EspoCRM asks for other scopes`,
      about: ["oidcScopes"],
    });
  return impacts;
}

/** Where sign-in is new, and EspoCRM's prompt is known: what people see at each login. */
export function consentImpact({ espocrm, integration, present }: Situation): Impact[] {
  const action = integration.settings && actionOf(integration.settings);
  if (action !== "create" || !isOidc(espocrm.after)) return [];
  const prompt = espocrm.written["oidcAuthorizationPrompt"] ?? present?.["oidcAuthorizationPrompt"];
  if (prompt !== "consent") return [];
  return [
    {
      text: say`${strong`authentik asks people for their consent at each login`}: EspoCRM's prompt is ${quoted("consent")}, which counts whatever the authorization flow says. Another one is ${quoted("login.authorizationPrompt")}.`,
    },
  ];
}

/** What happens at logout: where it changes, and where it is new and goes further than EspoCRM. */
export function logoutImpact(situation: Situation): Impact[] {
  const { provider } = situation.integration;
  const flow = flowAtLogout(situation);
  if (provider && actionOf(provider) === "create" && logoutOf(flow) === "everywhere")
    return [{ text: AT_LOGOUT.everywhere }];
  if (!stays(situation)) return [];
  const impacts: Impact[] = [];
  if (changes(situation, "oidcLogoutUrl"))
    impacts.push({
      text: say`After logging out of EspoCRM people are sent to ${written(situation, "oidcLogoutUrl")}; until now it was another address.`,
      about: ["oidcLogoutUrl"],
    });
  if (provider && actionOf(provider) === "update" && differs(provider, "invalidation_flow"))
    impacts.push({
      text: atLogout(flow),
      about: ["authentik_provider_oauth2.invalidation_flow"],
    });
  return impacts;
}

const AT_LOGOUT: Readonly<Record<Logout, Text>> = {
  everywhere: say`${strong`Logging out of EspoCRM ends the session at authentik, too`}: the next login, to whatever application, asks people to sign in anew.`,
  here: say`Logging out of EspoCRM leaves people signed in at authentik: the next login asks for no password.`,
};

function atLogout(flow: string | undefined): Text {
  const known = logoutOf(flow);
  if (known !== undefined) return AT_LOGOUT[known];
  const name = flow === undefined ? say`` : say`, ${quoted(flow)}`;
  return say`Logging out runs another flow of authentik${name}: it decides whether people stay signed in there.`;
}

/** The slug of the flow that is to run at logout, where the plan has looked it up. */
function flowAtLogout({ integration, plan }: Situation): string | undefined {
  const id = integration.provider?.change.after?.["invalidation_flow"];
  const flow = plan.state.find(
    ({ type, values }) => type === "authentik_flow" && id !== undefined && values?.["id"] === id,
  );
  const slug = flow?.values?.["slug"];
  return typeof slug === "string" ? slug : undefined;
}
