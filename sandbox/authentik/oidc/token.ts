import type { FastifyReply, FastifyRequest } from "fastify";
import { originOf } from "../api/request";
import type { Services } from "../services";
import { GRANT_TYPES, type OAuth2Provider } from "../state/models";
import { clientOf } from "./client-authentication";
import type { Exchange } from "./engine";
import { TokenError } from "./errors";
import { allowOrigins, formOf, sendFresh } from "./http";
import { allowsRedirect, isForbidden } from "./redirect-uris";

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
    const exchange = readExchange(services, provider, secretIsRight, formOf(request));
    const origin = originOf(request.headers);
    const issued = await services.engine.exchange(provider, exchange, origin);
    const renewed = exchange.grant !== "refresh_token" || issued.refresh_token !== exchange.token;
    return await sendFresh(reply, {
      access_token: issued.access_token,
      token_type: "Bearer",
      scope: issued.scopes.join(" "),
      expires_in: issued.expires_in,
      id_token: issued.id_token,
      ...(issued.refresh_token && renewed && { refresh_token: issued.refresh_token }),
    });
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return sendFresh(reply, { error: error.code, error_description: error.description }, 400);
  }
}

function readExchange(
  services: Services,
  provider: OAuth2Provider,
  secretIsRight: boolean,
  form: URLSearchParams,
): Exchange {
  const grant = GRANT_TYPES.find((known) => known === form.get("grant_type"));
  if (grant !== "authorization_code" && grant !== "refresh_token") {
    throw grant === undefined || grant === "implicit" || grant === "hybrid"
      ? new TokenError("unsupported_grant_type")
      : new TokenError("unsupported_grant_type", `The authentik sandbox has no ${grant} grant.`);
  }
  if (provider.client_type === "confidential" && !secretIsRight) {
    throw new TokenError("invalid_client");
  }
  if (services.traits.grantTypes && !provider.grant_types.includes(grant)) {
    throw new TokenError("invalid_grant");
  }
  return grant === "authorization_code"
    ? readCode(provider, form)
    : readRefreshToken(services, provider, form);
}

/** The redirect URI need not be the one of the authorization request: any of the provider's does. */
function readCode(provider: OAuth2Provider, form: URLSearchParams): Exchange {
  const code = form.get("code");
  if (!code) throw new TokenError("invalid_grant");
  const redirectUri = form.get("redirect_uri") ?? "";
  if (!allowsRedirect(provider, "authorization", redirectUri)) {
    throw new TokenError("invalid_client");
  }
  if (isForbidden(redirectUri)) throw new TokenError("invalid_request");
  return {
    grant: "authorization_code",
    code,
    verifier: form.get("code_verifier") ?? undefined,
  };
}

function readRefreshToken(
  { storage, state }: Services,
  provider: OAuth2Provider,
  form: URLSearchParams,
): Exchange {
  const value = form.get("refresh_token") ?? "";
  const authorization = storage.token("RefreshToken", value)?.authorization;
  if (authorization?.provider !== provider.pk) throw new TokenError("invalid_grant");
  const mapped = new Set(
    provider.property_mappings.flatMap((pk) => state.scopeMappings.get(pk)?.scope_name ?? []),
  );
  const asked = (form.get("scope") ?? "").split(/\s+/).filter((scope) => mapped.has(scope));
  const scopes = asked.length === 0 ? authorization.scopes : asked;
  const granted = scopes.every((scope) => authorization.scopes.includes(scope));
  if (!granted || !scopes.includes("offline_access")) throw new TokenError("invalid_scope");
  return { grant: "refresh_token", token: value };
}
