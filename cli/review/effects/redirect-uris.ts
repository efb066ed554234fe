import { originOf } from "../../../lib/fields/index";
import { redirectUri } from "../../../lib/declaration";
import type { Impact } from "../model";
import { after, before } from "../plan/change";
import type { Integration } from "../plan/integrations";
import { list } from "../plan/look-ups";
import { isValues } from "../plan/plan-schema";
import { redirectUriKey } from "../plan/statement";
import { quoted, say, strong, type Text } from "../render/text";
import type { Situation } from "./situation";
import { siteOf } from "./surroundings";

/** Where authentik hands people over to changes, besides EspoCRM's own redirect URI. */
export function redirectUriImpact({ integration }: Situation): Impact[] {
  const { provider } = integration;
  if (!provider?.change.after) return [];
  const [now, then] = [provider.change.before ? before(provider, URIS) : [], after(provider, URIS)];
  if (!Array.isArray(then) || !Array.isArray(now)) return [];
  const known = new Set(now.map(keyOf));
  const left = new Set(then.map(keyOf));
  const site = originOf(siteOf(integration));
  const fresh = then.filter(
    (uri) => !known.has(keyOf(uri)) && furtherRedirectUri(uri, integration),
  );
  // EspoCRM's own goes with its address, of which others speak.
  const earlier = integration.statement?.before?.espocrm.url;
  const own = earlier && redirectUri({ url: earlier });
  const gone = now.filter(
    (uri) => !left.has(keyOf(uri)) && !(isValues(uri) && own && uri["url"] === own),
  );
  const about = [`${provider.type}.${URIS}`];
  const [logins, logouts] = [fresh.filter((uri) => !isLogout(uri)), fresh.filter(isLogout)];
  const elsewhere = logins.some((uri) => isValues(uri) && originOf(uri["url"]) !== site);
  const lost = gone.filter((uri) => !isLogout(uri));
  return [
    ...(logins.length > 0
      ? [
          {
            text: say`authentik also hands logins to ${shown(logins)}.${elsewhere ? say` ${strong`That is not at this EspoCRM's address`}: whoever runs it is given the codes that stand for the logins of the people who come from there.` : say``}`,
            reason: say`authentik also hands logins to ${shown(logins)}`,
            about,
          },
        ]
      : []),
    ...(logouts.length > 0
      ? [
          {
            text: say`After logging out people may be sent to ${shown(logouts)}.`,
            reason: say`people may be sent to ${shown(logouts)} after logging out`,
            about,
          },
        ]
      : []),
    ...(lost.length > 0
      ? [
          {
            text: say`authentik no longer hands logins to ${shown(lost)}: ${strong`who logs in from there is refused`}. If it is wanted, write it under ${quoted("provider.redirectUris")}.`,
            reason: say`authentik no longer hands logins to ${shown(lost)}`,
            about,
          },
        ]
      : []),
  ];
}

const URIS = "allowed_redirect_uris";

const keyOf = (uri: unknown): string => {
  if (!isValues(uri)) return "";
  const { matching_mode: matching, redirect_uri_type: type, url } = uri;
  return redirectUriKey(url, matching, type === "logout" ? "logout" : "login");
};

const isLogout = (uri: unknown): boolean => isValues(uri) && uri["redirect_uri_type"] === "logout";

/** Whether an integration declares a redirect URI besides EspoCRM's own. */
export const furtherRedirectUri = (uri: unknown, { statement }: Integration): boolean =>
  (statement?.after ?? statement?.before)?.redirectUris.includes(keyOf(uri)) ?? false;

const shown = (uris: readonly unknown[]): Text =>
  list(
    uris.map((uri) => {
      const { matching_mode: matching, url } = isValues(uri) ? uri : {};
      return say`${quoted(String(url))}${matching === "regex" ? " (as a regular expression)" : ""}`;
    }),
  );
