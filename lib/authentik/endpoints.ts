import { withoutTrailingSlash } from "../address";
import type { OAuth2ProviderProps } from "./props";

/**
 * The OpenID Connect addresses of one authentik application. authentik answers 404 where a trailing
 * slash is missing.
 * @see https://docs.goauthentik.io/add-secure-apps/providers/oauth2/
 */
export interface Endpoints {
  /** Where the browser is sent to sign in; the same for all applications of an authentik. */
  readonly authorization: string;
  /** Where EspoCRM's server changes the code for tokens. */
  readonly token: string;
  /** Where EspoCRM's server asks for the claims of a user. */
  readonly userinfo: string;
  /** The public keys that verify this application's tokens (RFC 7517). */
  readonly jwks: string;
  /** Where the browser is sent to sign out. */
  readonly endSession: string;
  /** This application's discovery document. */
  readonly discovery: string;
  /** Where authentik's API answers to Terraform. */
  readonly api: string;
}

/** The addresses at which an authentik answers. */
interface Addresses {
  readonly url: string;
  readonly apiUrl: string;
  readonly backchannelUrl: string;
}

/**
 * The endpoints of the application `slug`. What browsers open is under `url`, what EspoCRM's server
 * calls is under `backchannelUrl`.
 */
export function endpointsOf(connection: Addresses, slug: string): Endpoints {
  const front = `${withoutTrailingSlash(connection.url)}/application/o`;
  const back = `${withoutTrailingSlash(connection.backchannelUrl)}/application/o`;
  return {
    authorization: `${front}/authorize/`,
    token: `${back}/token/`,
    userinfo: `${back}/userinfo/`,
    jwks: `${back}/${slug}/jwks/`,
    endSession: `${front}/${slug}/end-session/`,
    discovery: `${front}/${slug}/.well-known/openid-configuration`,
    api: `${withoutTrailingSlash(connection.apiUrl)}/api/v3`,
  };
}

/**
 * The `iss` claim of this application's tokens.
 * @param mode authentik's issuer mode
 */
export function issuerOf(
  { url }: Pick<Addresses, "url">,
  slug: string,
  mode: NonNullable<OAuth2ProviderProps["issuerMode"]>,
): string {
  const base = withoutTrailingSlash(url);
  return mode === "global" ? `${base}/` : `${base}/application/o/${slug}/`;
}
