import type { FastifyReply, FastifyRequest } from "fastify";
import type { Services } from "../services";
import { claimsOf } from "./claims";
import { describe } from "./errors";
import { allowOrigins, formOf, sendFresh } from "./http";
import { subjectOf } from "./token-claims";

/** `userinfo/`: the claims of the granted scopes. Errors have no body. */
export function userinfo(
  { state, storage }: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { authorization } = storage.token("AccessToken", tokenIn(request)) ?? {};
  const provider = state.providers.get(authorization?.provider ?? 0);
  const user = state.users.get(authorization?.user ?? 0);
  allowOrigins(request, reply, provider);
  if (request.method === "OPTIONS") return sendFresh(reply, {});
  if (authorization === undefined || provider === undefined || user?.is_active !== true) {
    return refuse(reply, 401, "invalid_token");
  }
  const { scopes } = authorization;
  if (!scopes.includes("openid")) return refuse(reply, 403, "insufficient_scope");
  const sub = subjectOf(state, provider, user);
  return sendFresh(reply, { sub, ...claimsOf(state, provider, user, scopes) });
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
  return reply.code(status).header("www-authenticate", challenge).send();
}
