import { EspoError, forbidden } from "../errors";
import { jsonEncode } from "../php";
import { TRAITS } from "../release";
import type { Settings } from "../settings";
import type { EspoCrmState } from "../state";

/**
 * What the sign-in page asks for before it opens authentik: `GET Oidc/authorizationData`.
 *
 * @param challenge code challenge of this log-in; null without PKCE
 */
export function authorizationData(
  { release, settings }: EspoCrmState,
  challenge: string | null,
): object {
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
    redirectUri: redirectUri(settings),
    scopes: ["openid", ...(Array.isArray(scopes) ? (scopes as unknown[]) : [])],
    claims: groupClaim ? jsonEncode({ id_token: { [groupClaim]: { essential: true } } }) : null,
    prompt: settings.text("oidcAuthorizationPrompt") ?? "consent",
    maxAge: settings.get("oidcAuthorizationMaxAge") ?? null,
    ...(TRAITS[release].pkce && {
      codeChallenge: challenge,
      codeChallengeMethod: challenge === null ? null : "S256",
    }),
  };
}

/** Where authentik sends the browser back to. Depends on `siteUrl` alone. */
export function redirectUri(settings: Settings): string {
  return `${settings.siteUrl()}/oauth-callback.php`;
}
