import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { originOf } from "../api/request";
import type { Services } from "../services";
import { GRANT_TYPES, type OAuth2Provider, type User } from "../state/models";
import { clientOf } from "./client-authentication";
import { secondsOf } from "./duration";
import { errorBody, TokenError } from "./errors";
import { allowOrigins, formOf, sendFresh } from "./http";
import { issueRefreshToken, issueTokens } from "./issue";
import { allowsRedirect, isForbidden } from "./redirect-uris";
import type { Authorization, Code, Token } from "./token-store";

/** `token/`: gives tokens for codes and refresh tokens. Every error is 400. */
export async function token(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { provider, secretIsRight } = clientOf(services.state, request);
  allowOrigins(request, reply, provider);
  if (request.method === "OPTIONS") return sendFresh(reply, {});
  try {
    if (provider === undefined) throw new TokenError("invalid_client");
    const form = formOf(request);
    const grant = readGrant(services, provider, secretIsRight, form);
    const found = grant === "refresh_token" ? readRefreshToken : readCode;
    const used = found(services, provider, form);
    const { authorization } = used;
    const user = activeUser(services, authorization);
    // Forgotten before anything is waited for: nobody gets tokens for it twice.
    const renewed = used.kind === "code" || mustBeRenewed(provider, used);
    if (renewed) services.tokens.end(used.value);
    const { access, idToken, expiresIn } = await issueTokens(services, {
      authorization,
      provider,
      user,
      nonce: used.kind === "code" ? used.nonce : undefined,
      origin: originOf(request.headers),
    });
    const offline = authorization.scopes.includes("offline_access");
    return await sendFresh(reply, {
      access_token: access.value,
      token_type: "Bearer",
      scope: authorization.scopes.join(" "),
      expires_in: expiresIn,
      id_token: idToken,
      ...(renewed &&
        offline && { refresh_token: issueRefreshToken(services.tokens, provider, access) }),
    });
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return sendFresh(reply, errorBody(error.code, error.description), 400);
  }
}

function readGrant(
  { traits }: Services,
  provider: OAuth2Provider,
  secretIsRight: boolean,
  form: URLSearchParams,
): "authorization_code" | "refresh_token" {
  const grant = GRANT_TYPES.find((known) => known === form.get("grant_type"));
  if (grant !== "authorization_code" && grant !== "refresh_token") {
    // The sandbox knows neither service accounts' passwords nor device codes: all are unknown here.
    throw grant === undefined || grant === "implicit" || grant === "hybrid"
      ? new TokenError("unsupported_grant_type")
      : new TokenError("invalid_grant");
  }
  if (provider.client_type === "confidential" && !secretIsRight) {
    throw new TokenError("invalid_client");
  }
  if (traits.grantTypes && !provider.grant_types.includes(grant)) {
    throw new TokenError("invalid_grant");
  }
  return grant;
}

/** The redirect URI need not be the one of the authorization request: any of the provider's does. */
function readCode({ tokens }: Services, provider: OAuth2Provider, form: URLSearchParams): Code {
  const value = form.get("code");
  if (!value) throw new TokenError("invalid_grant");
  const redirectUri = form.get("redirect_uri") ?? "";
  if (!allowsRedirect(provider, "authorization", redirectUri)) {
    throw new TokenError("invalid_client");
  }
  if (isForbidden(redirectUri)) throw new TokenError("invalid_request");
  const code = tokens.code(value);
  if (
    code?.authorization.provider !== provider.pk ||
    !isVerified(code, form.get("code_verifier") ?? "")
  ) {
    throw new TokenError("invalid_grant");
  }
  return code;
}

/** PKCE. A verifier without a challenge is as wrong as the other way round. */
function isVerified({ challenge }: Code, verifier: string): boolean {
  if (challenge === undefined) return verifier === "";
  const s256 = createHash("sha256").update(verifier).digest("base64url");
  return verifier !== "" && challenge.value === (challenge.method === "S256" ? s256 : verifier);
}

function readRefreshToken(
  { tokens, state }: Services,
  provider: OAuth2Provider,
  form: URLSearchParams,
): Token {
  const found = tokens.token(form.get("refresh_token") ?? "", "refresh");
  if (found?.authorization.provider !== provider.pk) throw new TokenError("invalid_grant");
  const { scopes: granted } = found.authorization;
  const mapped = new Set(
    provider.property_mappings.flatMap((pk) => state.scopeMappings.get(pk)?.scope_name ?? []),
  );
  const asked = (form.get("scope") ?? "").split(/\s+/).filter((scope) => mapped.has(scope));
  const scopes = asked.length === 0 ? granted : asked;
  if (!scopes.every((scope) => granted.includes(scope)) || !scopes.includes("offline_access")) {
    throw new TokenError("invalid_scope");
  }
  return found;
}

/** Whether a refresh token is replaced when it is used: always, or shortly before its end. */
function mustBeRenewed({ refresh_token_threshold }: OAuth2Provider, { expires }: Token): boolean {
  const threshold = secondsOf(refresh_token_threshold);
  return threshold === 0 || expires - Date.now() / 1000 < threshold;
}

function activeUser({ state }: Services, authorization: Authorization): User {
  const user = state.users.get(authorization.user);
  if (user?.is_active !== true) throw new TokenError("invalid_grant");
  return user;
}
