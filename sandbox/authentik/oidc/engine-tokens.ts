import { randomUUID } from "node:crypto";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { AuthentikState } from "../state/authentik-state";
import { HEADER } from "./engine-configuration";
import { Provider } from "./provider-library";
import { algorithmOf, signed } from "./signing";
import type { Storage } from "./storage";
import { accessTokenClaims, halfHash, idTokenClaims, type TokenContext } from "./token-claims";

/**
 * Makes the engine's codes and tokens look like authentik's: a code is a UUID without hyphens, an
 * access token is a JWT with the claims of the ID token, both are signed with the provider's own
 * key or the client's secret.
 */
export function makeTokensLikeAuthentik(
  provider: InstanceType<typeof Provider>,
  state: AuthentikState,
  storage: Storage,
): void {
  const { AuthorizationCode, AccessToken, IdToken } = provider;
  type AccessToken = InstanceType<typeof AccessToken>;
  type IdToken = InstanceType<typeof IdToken>;
  type Save = (this: AccessToken, ttl?: number) => Promise<string>;
  const save: Save = Reflect.get(AccessToken.prototype, "save");

  Object.assign(AuthorizationCode.prototype, {
    generateTokenId: () => randomUUID().replaceAll("-", ""),
  });
  Object.assign(AccessToken.prototype, {
    async save(this: AccessToken, ttl?: number): Promise<string> {
      const { ctx } = Provider;
      if (ctx === undefined) throw new Error("Access tokens are issued on request only.");
      const jti = await accessToken(state, tokenContext(state, storage, ctx));
      Object.assign(this, { jti, format: "opaque" });
      return save.call(this, ttl);
    },
  });
  Object.assign(IdToken.prototype, {
    issue(this: IdToken): Promise<string> {
      return idToken(state, tokenContext(state, storage, this.ctx), this.extra);
    },
  });
}

function accessToken(state: AuthentikState, context: TokenContext): Promise<string> {
  const { provider, authorization } = context;
  const claims = idTokenClaims(state, context);
  authorization.idToken = claims;
  return signed(state, provider, accessTokenClaims(claims, provider), "JWT");
}

function idToken(
  state: AuthentikState,
  context: TokenContext,
  { at_hash, c_hash }: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { provider, authorization } = context;
  const alg = algorithmOf(state, provider);
  const claims = idTokenClaims(state, context);
  authorization.idToken = claims;
  const hashes = {
    ...(typeof c_hash === "string" && { c_hash: halfHash(c_hash, alg) }),
    ...(typeof at_hash === "string" && { at_hash: halfHash(at_hash, alg) }),
  };
  return signed(state, provider, { ...hashes, ...claims }, "JWT");
}

function tokenContext(
  state: AuthentikState,
  storage: Storage,
  context: KoaContextWithOIDC,
): TokenContext {
  const authorization = storage.authorizationOf(context.oidc.entities.Grant?.jti);
  const provider = state.providers.get(authorization?.provider ?? 0);
  const user = state.users.get(authorization?.user ?? 0);
  if (!authorization || !provider || !user) throw new Error("Nothing to make a token of.");
  const refreshed = context.oidc.params?.["grant_type"] === "refresh_token";
  return {
    authorization,
    provider,
    user,
    nonce: refreshed ? undefined : authorization.nonce,
    origin: context.get(HEADER.origin),
  };
}
