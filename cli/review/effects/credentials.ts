import { differs } from "./authentik";
import { actionOf } from "../plan/change";
import { isOidc } from "./espocrm-state";
import { hasAnotherClient, losesSecret, takesSecretAway } from "../plan/lost-secret";
import type { Impact } from "../model";
import { secretChange } from "./settings";
import { quoted, say, strong } from "../render/text";
import { changes, stays, written } from "./settings-change";
import { olderLineImpact } from "./older-line";
import type { Situation } from "./situation";

/** All that has to do with the client secret. */
const SECRET = [
  "create:secret",
  "update:secret",
  "replace:secret",
  "authentik_provider_oauth2.client_secret",
];

/** The client secret rotates. */
export function secretImpact(situation: Situation): Impact[] {
  const { provider } = situation.integration;
  const espocrm = secretChange(situation.integration);
  if (!stays(situation)) return [];
  // Who replaces the provider is told of the secret with it.
  if (provider && actionOf(provider) === "replace" && espocrm !== "unchanged") return [];
  const authentik =
    provider !== undefined &&
    ["create", "update", "replace"].includes(actionOf(provider)) &&
    differs(provider, "client_secret");
  if (espocrm === "written again")
    return hasAnotherClient(situation.integration)
      ? [
          {
            text: say`EspoCRM lost authentik's client secret, or has another one; it is written again. Until then new logins fail.`,
            reason: say`EspoCRM is given the client secret again`,
            about: SECRET,
          },
        ]
      : [
          {
            text: say`EspoCRM is given the same client secret once more; nobody notices.`,
            about: SECRET,
          },
        ];
  if (espocrm === "new" && !authentik)
    return [
      {
        text: say`EspoCRM is given authentik's client secret.`,
        reason: say`EspoCRM is given the client secret`,
        about: SECRET,
      },
    ];
  if (espocrm === "unchanged" && authentik)
    return [
      {
        text: say`The client secret changes in authentik, but ${strong`not in EspoCRM`}: new logins fail until EspoCRM has it too.`,
        reason: say`the client secret changes on one side alone`,
        about: SECRET,
      },
    ];
  if (espocrm !== "changed" && espocrm !== "new") return [];
  return [
    {
      text: say`The client secret changes: new logins fail for the few seconds until EspoCRM has it, too; if applying stops in between, until it is applied again.`,
      reason: say`the client secret changes`,
      about: SECRET,
    },
  ];
}

/** EspoCRM lost the client secret, and the plan does not write it again. */
export function lostSecretImpact({ integration }: Situation): Impact[] {
  const { secret } = integration;
  if (secret === undefined || !losesSecret(integration)) return [];
  const again = say`Plan with ${quoted(`-replace=${secret.address}`)}, as ${quoted("espo-authentik plan")} does by itself.`;
  if (takesSecretAway(integration))
    return [
      {
        text: say`EspoCRM's settings are made anew, and the end of the old ones takes ${strong`the client secret`} away, which this does not write again: new logins would fail. ${again}`,
        reason: say`EspoCRM loses the client secret`,
      },
    ];
  return [
    {
      text: say`EspoCRM lost the client ID, and with it ${strong`probably the client secret`}, which nobody can read and this does not write again: new logins would fail. ${again}`,
      reason: say`EspoCRM probably lost the client secret`,
    },
  ];
}

/** The client ID, redirect URIs or grant types change. */
export function clientImpact(situation: Situation): Impact[] {
  const { provider } = situation.integration;
  const impacts: Impact[] = [];
  if (stays(situation) && changes(situation, "oidcClientId"))
    impacts.push({
      text: hasAnotherClient(situation.integration)
        ? say`EspoCRM has another client ID than authentik. It becomes ${written(situation, "oidcClientId")}; until this is applied new logins fail.`
        : say`The client ID becomes ${written(situation, "oidcClientId")}: logins fail for the few seconds until authentik and EspoCRM both have it; if applying stops in between, until it is applied again.`,
      reason: say`the client ID changes`,
      about: ["oidcClientId", "authentik_provider_oauth2.client_id"],
    });
  if (provider === undefined || actionOf(provider) !== "update") return impacts;
  const explained = new Set(olderLineImpact(situation).flatMap(({ about = [] }) => about));
  const isNews = (attribute: string) =>
    differs(provider, attribute) && !explained.has(`${provider.type}.${attribute}`);
  if (isNews("allowed_redirect_uris"))
    impacts.push({
      text: say`The redirect URI that authentik accepts changes. It must be EspoCRM's to the character, or authentik refuses every login.`,
      reason: say`the redirect URI changes`,
      about: ["authentik_provider_oauth2.allowed_redirect_uris"],
    });
  if (isNews("grant_types"))
    impacts.push({
      text: say`The grant types of the provider change. Without ${quoted("authorization_code")} authentik refuses every login.`,
      reason: say`the grant types change`,
      about: ["authentik_provider_oauth2.grant_types"],
    });
  return impacts;
}

/** authentik's keys change, which EspoCRM caches. */
export function keysImpact(situation: Situation): Impact[] {
  const { keyCache, provider } = situation.integration;
  if (!isOidc(situation.espocrm.before)) return [];
  const moved = changes(situation, "oidcJwksEndpoint");
  const signing =
    provider !== undefined && actionOf(provider) === "update" && differs(provider, "signing_key");
  if (!isOidc(situation.espocrm.after) || !(moved || signing)) return [];
  const what = signing
    ? say`The key that signs the tokens changes`
    : say`The address of authentik's keys changes`;
  const cleared =
    keyCache !== undefined && ["create", "update", "replace"].includes(actionOf(keyCache));
  const cache = cleared
    ? say`New logins fail for a few seconds, until applying has cleared EspoCRM's cache of keys; if applying stops in between, until the cache expires (after 10 minutes, unless EspoCRM is told otherwise).`
    : say`EspoCRM caches keys for 10 minutes and ${strong`nothing here clears its cache`}: until then logins fail.`;
  return [
    {
      text: say`${what}. ${cache}`,
      reason: say`${signing ? "the signing key" : "the address of the keys"} changes`,
      about: [signing ? "authentik_provider_oauth2.signing_key" : "oidcJwksEndpoint"],
    },
  ];
}
