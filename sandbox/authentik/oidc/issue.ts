import { randomUUID } from "node:crypto";
import type { Services } from "../services";
import { generateId } from "../state/identifiers";
import type { OAuth2Provider } from "../state/models";
import type { AuthorizeRequest } from "./authorize-request";
import { secondsOf } from "./duration";
import { algorithmOf, signed } from "./signing";
import { halfHash, idTokenClaims, type TokenContext } from "./token-claims";
import type { Authorization, Token, TokenStore } from "./token-store";

/** An access token with its ID token. */
export interface IssuedTokens {
  /** The access token: a JWT, though clients need not know. */
  readonly access: Token;
  /** The ID token. */
  readonly idToken: string;
  /** How long both last, in seconds. */
  readonly expiresIn: number;
}

/** Issues an authorization code. */
export function issueCode(
  tokens: TokenStore,
  { access_code_validity }: OAuth2Provider,
  authorization: Authorization,
  { challenge, nonce }: AuthorizeRequest,
): string {
  const value = randomUUID().replaceAll("-", "");
  const expires = endOf(secondsOf(access_code_validity));
  tokens.add({ kind: "code", value, authorization, expires, challenge, nonce });
  return value;
}

/**
 * Issues an access token and its ID token. The access token has the ID token's claims, and three
 * more. An ID token that goes through the browser (`inFront`) is bound to what goes beside it.
 */
export async function issueTokens(
  { state, tokens }: Services,
  context: TokenContext,
  inFront?: { readonly code: string | undefined },
): Promise<IssuedTokens> {
  const { authorization, provider } = context;
  const claims = idTokenClaims(state, context);
  const more = {
    azp: provider.client_id,
    uid: generateId(),
    scope: authorization.scopes.join(" "),
  };
  const value = await signed(state, provider, { ...claims, ...more }, "JWT");
  const alg = algorithmOf(state, provider);
  const hashes = inFront && {
    ...(inFront.code !== undefined && { c_hash: halfHash(inFront.code, alg) }),
    at_hash: halfHash(value, alg),
  };
  const idToken = await signed(state, provider, { ...claims, ...hashes }, "JWT");
  const expiresIn = secondsOf(provider.access_token_validity);
  const expires = endOf(expiresIn);
  const access: Token = { kind: "access", value, authorization, expires, idToken: claims };
  tokens.add(access);
  return { access, idToken, expiresIn };
}

/** Issues a refresh token beside an access token. */
export function issueRefreshToken(
  tokens: TokenStore,
  { refresh_token_validity }: OAuth2Provider,
  { authorization, idToken }: Token,
): string {
  const value = generateId(128);
  const expires = endOf(secondsOf(refresh_token_validity));
  tokens.add({ kind: "refresh", value, authorization, expires, idToken });
  return value;
}

const endOf = (validity: number): number => Math.floor(Date.now() / 1000) + validity;
