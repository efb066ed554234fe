import type { FastifyReply, FastifyRequest } from "fastify";
import type { Services } from "../services";
import { claimsOf } from "./claims";
import { describe } from "./errors";
import { allowOrigins, formOf, sendFresh } from "./http";
import { subjectOf } from "./token-claims";

/** `userinfo/`: the claims of the granted scopes, and the nonce. Errors have no body. */
export function userinfo(
  { state, tokens }: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const token = tokens.token(tokenIn(request), "access");
  const provider = state.providers.get(token?.authorization.provider ?? 0);
  const user = state.users.get(token?.authorization.user ?? 0);
  allowOrigins(request, reply, provider);
  if (request.method === "OPTIONS") return sendFresh(reply, {});
  if (token === undefined || provider === undefined || user?.is_active !== true) {
    return refuse(reply, 401, "invalid_token");
  }
  const { scopes } = token.authorization;
  if (!scopes.includes("openid")) return refuse(reply, 403, "insufficient_scope");
  const sub = subjectOf(state, provider, user);
  const { nonce } = token.idToken;
  return sendFresh(reply, {
    sub,
    ...claimsOf(state, provider, user, scopes),
    ...(nonce !== undefined && { nonce }),
  });
}

function tokenIn(request: FastifyRequest): string {
  const bearer = /^[Bb]earer\s(\S+)/.exec(request.headers.authorization ?? "")?.[1];
  const query = new URLSearchParams(request.url.split("?")[1] ?? "");
  return bearer ?? formOf(request).get("access_token") ?? query.get("access_token") ?? "";
}

function refuse(
  reply: FastifyReply,
  status: number,
  code: "invalid_token" | "insufficient_scope",
): FastifyReply {
  const challenge = `error="${code}", error_description="${describe(code, "token")}"`;
  reply.type("text/html; charset=utf-8");
  return reply.code(status).header("www-authenticate", challenge).send();
}
