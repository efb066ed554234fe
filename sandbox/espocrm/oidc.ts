import { EspoError, forbidden } from "./errors";
import { jsonEncode, urlEncode } from "./php";
import type { Settings } from "./settings";

/** What the log-in page asks for before it opens authentik: `GET Oidc/authorizationData`. */
export function authorizationData(settings: Settings): object {
  if (settings.authenticationMethod() !== "Oidc") throw forbidden();
  const clientId = settings.text("oidcClientId");
  const endpoint = settings.text("oidcAuthorizationEndpoint");
  const scopes = settings.get("oidcScopes");
  const groupClaim = settings.text("oidcGroupClaim");
  if (!clientId) throw new EspoError(500, "No client ID.");
  if (!endpoint) throw new EspoError(500, "No authorization endpoint.");
  return {
    clientId,
    endpoint,
    redirectUri: `${settings.siteUrl()}/oauth-callback.php`,
    scopes: ["openid", ...(Array.isArray(scopes) ? (scopes as unknown[]) : [])],
    claims: groupClaim ? jsonEncode({ id_token: { [groupClaim]: { essential: true } } }) : null,
    prompt: settings.text("oidcAuthorizationPrompt") ?? "consent",
    maxAge: settings.get("oidcAuthorizationMaxAge") ?? null,
  };
}

/** Where the browser goes after the end of a session; undefined: it stays with EspoCRM. */
export function logoutRedirectUrl(settings: Settings): string | undefined {
  if (settings.authenticationMethod() !== "Oidc") return undefined;
  const url = settings.text("oidcLogoutUrl") ?? "";
  if (url === "") return undefined;
  return url
    .replaceAll("{clientId}", urlEncode(settings.text("oidcClientId") ?? ""))
    .replaceAll("{siteUrl}", urlEncode(settings.siteUrl()));
}
