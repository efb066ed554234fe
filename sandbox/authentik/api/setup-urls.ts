import type { OAuth2Provider } from "../state/models";

/** Where all OAuth2 endpoints live. */
const PREFIX = "/application/o";

/**
 * The OAuth2 endpoints of a provider, under the origin that the caller used. Without an application
 * some have no address yet, and `jwks` is missing altogether.
 */
export function setupUrls(
  origin: string,
  provider: OAuth2Provider,
  slug: string | undefined,
): object {
  const base = `${origin}${PREFIX}`;
  const always = {
    authorize: `${base}/authorize/`,
    token: `${base}/token/`,
    user_info: `${base}/userinfo/`,
  };
  const issuer = issuerOf(origin, provider, slug);
  if (slug === undefined) return { issuer, ...always, provider_info: null, logout: null };
  return {
    issuer,
    ...always,
    provider_info: `${base}/${slug}/.well-known/openid-configuration`,
    logout: `${base}/${slug}/end-session/`,
    jwks: `${base}/${slug}/jwks/`,
  };
}

/** The claim `iss` of a provider's tokens; null while a provider of its own issuer has no slug. */
export function issuerOf(
  origin: string,
  { issuer_mode }: Pick<OAuth2Provider, "issuer_mode">,
  slug: string | undefined,
): string | null {
  if (issuer_mode === "global") return `${origin}/`;
  return slug === undefined ? null : `${origin}${PREFIX}/${slug}/`;
}
