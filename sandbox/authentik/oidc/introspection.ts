import type { FastifyReply, FastifyRequest } from "fastify";
import type { Services } from "../services";
import { clientOf } from "./client-authentication";
import { describe } from "./errors";
import { formOf, sendFresh } from "./http";
import type { StoredToken, TokenKind } from "./storage";

const KINDS: readonly TokenKind[] = ["AccessToken", "RefreshToken"];

/** `introspect/`: what a token says. A client that is not known hears that no token is active. */
export function introspect(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { provider, secretIsRight } = clientOf(services.state, request);
  if (provider === undefined || !secretIsRight) return sendFresh(reply, { active: false });
  const [found] = tokensIn(services, request, provider.pk);
  if (found === undefined) return sendFresh(reply, { active: false });
  const { idToken, scopes } = found.authorization;
  const scope = scopes.join(" ");
  return sendFresh(reply, { ...idToken, active: true, scope, client_id: provider.client_id });
}

/** `revoke/`: ends a token. A token that does not exist is as good as ended. */
export function revoke(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { provider, secretIsRight } = clientOf(services.state, request);
  if (provider === undefined || !secretIsRight) {
    const error = "invalid_client";
    return sendFresh(reply, { error, error_description: describe(error, "token") }, 401);
  }
  for (const { kind, value } of tokensIn(services, request, provider.pk)) {
    services.storage.revoke(kind, value);
  }
  return sendFresh(reply, {});
}

function tokensIn(
  { state, storage }: Services,
  request: FastifyRequest,
  provider: number,
): (StoredToken & { readonly kind: TokenKind })[] {
  const value = formOf(request).get("token") ?? "";
  return KINDS.flatMap((kind) => {
    const token = storage.token(kind, value);
    const active = state.users.get(token?.authorization.user ?? 0)?.is_active === true;
    return token?.authorization.provider === provider && active ? [{ ...token, kind }] : [];
  });
}
