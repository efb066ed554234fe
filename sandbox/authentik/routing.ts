import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { badRequestPage } from "./pages/messages";
import { sendPage } from "./pages/send";

/** Answers a request. */
export type Handler = (
  request: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply | Promise<FastifyReply>;

const FORGED = badRequestPage("Forbidden", "CSRF verification failed. Request aborted.");
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * Adds a path with the methods that it has, as Django does: HEAD is GET, all others are 405. Where
 * Django guards against forged requests, they are 403 instead.
 */
export function addRoute(
  app: FastifyInstance,
  path: string,
  methods: readonly ("GET" | "POST" | "OPTIONS")[],
  handler: Handler,
  guarded = false,
): void {
  const allow = new Set([...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"]);
  app.route({
    method: METHODS,
    url: path,
    handler: (request, reply) => {
      const method = request.method === "HEAD" ? "GET" : request.method;
      if (methods.some((known) => known === method)) return handler(request, reply);
      if (guarded && method !== "OPTIONS") return sendPage(reply, FORGED, 403);
      reply.header("allow", [...allow].join(", "));
      reply.type("text/html; charset=utf-8");
      return reply.code(method === "OPTIONS" ? 200 : 405).send();
    },
  });
}
