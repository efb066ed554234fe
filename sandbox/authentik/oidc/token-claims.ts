import { createHash } from "node:crypto";
import { issuerOf } from "../api/setup-urls";
import { sidOf } from "../flows/sessions";
import type { AuthentikState } from "../state/authentik-state";
import { generateId } from "../state/identifiers";
import type { OAuth2Provider, User } from "../state/models";
import { claimsOf, type Claims } from "./claims";
import { secondsOf } from "./duration";
import type { Authorization } from "./token-store";

/** The one authentication context class that authentik knows. */
export const ACR = "goauthentik.io/providers/oauth2/default";

/** What a token is made for. */
export interface TokenContext {
  /** What the person granted. */
  readonly authorization: Authorization;
  /** The client. */
  readonly provider: OAuth2Provider;
  /** The person. */
  readonly user: User;
  /** Goes into the token; tokens that were refreshed have none. */
  readonly nonce: string | undefined;
  /** Origin under which the client reached authentik. */
  readonly origin: string;
}

/** The claims of an ID token. A mapping may replace any of them. */
export function idTokenClaims(state: AuthentikState, context: TokenContext): Claims {
  const { authorization, provider, user, nonce, origin } = context;
  const now = Math.floor(Date.now() / 1000);
  const issuer = issuerOf(origin, provider, state.applicationOf(provider.pk)?.slug);
  return {
    ...(issuer !== null && { iss: issuer }),
    sub: subjectOf(state, provider, user),
    aud: provider.client_id,
    exp: now + secondsOf(provider.access_token_validity),
    iat: now,
    auth_time: authorization.authTime,
    acr: ACR,
    amr: ["pwd"],
    ...(nonce !== undefined && { nonce }),
    sid: sidOf(authorization.session),
    jti: generateId(),
    ...(provider.include_claims_in_id_token &&
      claimsOf(state, provider, user, authorization.scopes)),
  };
}

/** Who the user is to the client, as the provider's subject mode has it. */
export function subjectOf(state: AuthentikState, provider: OAuth2Provider, user: User): string {
  switch (provider.sub_mode) {
    case "hashed_user_id":
      return state.uidOf(user);
    case "user_id":
      return String(user.pk);
    case "user_uuid":
      return user.uuid;
    case "user_username":
      return user.username;
    case "user_email":
      return user.email;
    case "user_upn":
      return typeof user.attributes["upn"] === "string"
        ? user.attributes["upn"]
        : state.uidOf(user);
  }
}

/** The claims `at_hash` and `c_hash` (OpenID Connect Core, section 3.3.2.11). */
export function halfHash(value: string, alg: string): string {
  const digest = createHash(`sha${alg.slice(-3)}`)
    .update(value)
    .digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
}
