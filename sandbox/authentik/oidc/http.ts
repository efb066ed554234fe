import type { FastifyReply, FastifyRequest } from "fastify";
import type { OAuth2Provider } from "../state/models";

/** The form that a request carries; empty if it carries anything else. */
export function formOf(request: FastifyRequest): URLSearchParams {
  const type = request.headers["content-type"] ?? "";
  const isForm = type.startsWith("application/x-www-form-urlencoded");
  return new URLSearchParams(isForm ? request.rawBody : "");
}

/** Sends JSON that no cache may keep. */
export const sendFresh = (reply: FastifyReply, body: object, status = 200): FastifyReply =>
  reply.code(status).headers({ "cache-control": "no-store", pragma: "no-cache" }).send(body);

/** Lets scripts read the answer that come from where one of the redirect URIs is (CORS). */
export function allowOrigins(
  request: FastifyRequest,
  reply: FastifyReply,
  provider: OAuth2Provider | undefined,
): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  const allowed =
    request.method === "OPTIONS" ||
    provider?.redirect_uris.some(({ url }) => URL.canParse(url) && new URL(url).origin === origin);
  if (allowed !== true) return;
  reply.headers({
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    vary: "Origin",
  });
  if (request.method !== "OPTIONS") return;
  reply.header("access-control-allow-methods", "GET, POST, OPTIONS");
  const asked = request.headers["access-control-request-headers"];
  if (asked !== undefined) reply.header("access-control-allow-headers", asked);
}
