import { withoutTrailingSlash } from "../../../lib/declaration";
import { redirectUriComplaint } from "../../../lib/fields/index";
import { furtherRedirectUri } from "../effects/redirect-uris";
import { siteOf } from "../effects/surroundings";
import { after, isEmpty } from "../plan/change";
import { isOidc } from "../effects/espocrm-state";
import { quoted, say } from "../render/text";
import type { Gate, GateFinding } from "./gate";
import type { Situation } from "../effects/situation";

const CALLBACK = "/oauth-callback.php";

/** authentik must send codes to this EspoCRM, and nowhere else. */
export const redirectUri: Gate = {
  id: "redirect-uri",
  why: "authentik compares the redirect URI to the character, and hands the login to whatever it names: another one breaks every login, or gives it to somebody else.",
  check: (situation) => {
    const { provider } = situation.integration;
    if (provider?.change.after == null || !isOidc(situation.espocrm.after)) return [];
    const entries = after(provider, "allowed_redirect_uris");
    if (typeof entries === "symbol") return [];
    const all: readonly unknown[] = Array.isArray(entries) ? entries : [];
    const login = all.filter((entry) => field(entry, "redirect_uri_type") !== "logout");
    if (isEmpty(login))
      return [
        {
          found: say`the provider has no redirect URI: authentik takes the first one that anybody sends, or refuses every login`,
          mend: say`register EspoCRM's site URL, followed by ${quoted(CALLBACK)}`,
        },
      ];
    return login.flatMap((entry) => complaint(entry, situation));
  },
};

function complaint(
  entry: unknown,
  { espocrm: { siteUrl }, integration }: Situation,
): GateFinding[] {
  const url = field(entry, "url");
  if (typeof url !== "string") return [];
  const matching = field(entry, "matching_mode") === "regex" ? "regex" : "strict";
  if (furtherRedirectUri(entry, integration)) {
    const wide = redirectUriComplaint({ matching, url });
    return wide === undefined
      ? []
      : [{ found: say`the redirect URI ${quoted(wide.found)}`, mend: say`${quoted(wide.mend)}` }];
  }
  if (matching === "regex")
    return [
      {
        found: say`the redirect URI ${quoted(url)} is a regular expression, which may match other addresses`,
        mend: say`register EspoCRM's own redirect URI alone, with strict matching, or declare the expression under ${quoted("provider.redirectUris")}`,
      },
    ];
  const sites = [siteOf(integration), siteUrl].filter((site) => site !== undefined);
  const isOwn = sites.every((site) => url === withoutTrailingSlash(site) + CALLBACK);
  if (isOwn && (sites.length > 0 || url.endsWith(CALLBACK))) return [];
  return [
    {
      found: say`the redirect URI ${quoted(url)} is not this EspoCRM's`,
      mend: say`make espocrm.url EspoCRM's own site URL (EspoCRM: Administration, Settings, Site URL); the redirect URI is that, followed by ${quoted(CALLBACK)}; one that is wanted besides is declared under ${quoted("provider.redirectUris")}`,
    },
  ];
}

const field = (entry: unknown, name: string): unknown =>
  typeof entry === "object" && entry !== null
    ? (entry as Record<string, unknown>)[name]
    : undefined;
