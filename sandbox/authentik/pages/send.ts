import type { FastifyReply } from "fastify";
import { notFoundPage } from "./messages";

/** Sends a page; no cache keeps it, and no other site may frame it. */
export const sendPage = (reply: FastifyReply, markup: string, status = 200): FastifyReply =>
  reply
    .code(status)
    .headers({ "cache-control": "no-store", "x-frame-options": "SAMEORIGIN" })
    .type("text/html; charset=utf-8")
    .send(markup);

/** Says that there is no such page. The page that says it takes GET only, so that a POST is 405. */
export function sendNotFound(reply: FastifyReply): FastifyReply {
  if (["GET", "HEAD"].includes(reply.request.method)) return sendPage(reply, notFoundPage(), 404);
  reply.type("text/html; charset=utf-8");
  return reply.code(405).header("allow", "GET, HEAD, OPTIONS").send();
}

/** Sends the browser on; what no header can carry is percent-encoded. */
export const sendRedirect = (reply: FastifyReply, to: string): FastifyReply =>
  reply.type("text/html; charset=utf-8").redirect(
    to.replace(/[^\x21-\x7e]+/g, (part) => encodeURIComponent(part)),
    302,
  );
