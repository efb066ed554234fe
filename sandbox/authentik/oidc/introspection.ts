import type { FastifyReply, FastifyRequest } from "fastify";
import type { Services } from "../services";
import { clientOf } from "./client-authentication";
import { errorBody } from "./errors";
import { formOf, sendFresh } from "./http";
import type { Token } from "./token-store";

/** `introspect/`: what a token says. A client that is not known hears that no token is active. */
export function introspect(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { provider, secretIsRight } = clientOf(services.state, request);
  if (provider === undefined || !secretIsRight) return sendFresh(reply, { active: false });
  const token = tokenIn(services, request, provider.pk);
  if (token === undefined) return sendFresh(reply, { active: false });
  const scope = token.authorization.scopes.join(" ");
  return sendFresh(reply, { ...token.idToken, active: true, scope, client_id: provider.client_id });
}

/** `revoke/`: ends a token. A token that does not exist is as good as ended. */
export function revoke(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { provider, secretIsRight } = clientOf(services.state, request);
  if (provider === undefined || !secretIsRight) {
    return sendFresh(reply, errorBody("invalid_client"), 401);
  }
  const token = tokenIn(services, request, provider.pk);
  if (token !== undefined) services.tokens.end(token.value);
  return sendFresh(reply, {});
}

function tokenIn(
  { state, tokens }: Services,
  request: FastifyRequest,
  provider: number,
): Token | undefined {
  const token = tokens.token(formOf(request).get("token") ?? "");
  const active = state.users.get(token?.authorization.user ?? 0)?.is_active === true;
  return token?.authorization.provider === provider && active ? token : undefined;
}
