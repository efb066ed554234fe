import type { OAuth2Provider } from "../servers/authentik/authentik";

/** The redirect URIs that count at login; those of type `logout` don't (release line 2026.5). */
const ofLogins = ({ redirect_uris }: OAuth2Provider) =>
  redirect_uris.filter(
    ({ redirect_uri_type: type }) => type === undefined || type === "authorization",
  );

/** Whether authentik accepts `uri`: equal to the character, or matched as a whole by a pattern. */
export function isRegistered(provider: OAuth2Provider, uri: string): boolean {
  return ofLogins(provider).some(({ matching_mode: mode, url }) =>
    mode === "regex" ? matchesWhole(url, uri) : url === uri,
  );
}

function matchesWhole(pattern: string, uri: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(uri);
  } catch {
    return false; // A pattern that only Python knows.
  }
}

/** A redirect URI that authentik surely accepts; undefined where only patterns are registered. */
export const registeredRedirectUri = (provider: OAuth2Provider): string | undefined =>
  ofLogins(provider).find(({ matching_mode: mode }) => mode === "strict")?.url;

/** The registered redirect URIs as messages show them. */
export function shownRedirectUris(provider: OAuth2Provider): string {
  const all = ofLogins(provider).map(({ matching_mode: mode, url }) =>
    mode === "regex" ? `${url} (a pattern)` : url,
  );
  return all.length === 0 ? "none" : all.join(", ");
}
