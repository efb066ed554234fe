import type { FastifyReply } from "fastify";
import { notFoundPage } from "./messages";

/** Sends a page; no cache keeps it, and no other site may frame it. */
export const sendPage = (reply: FastifyReply, markup: string, status = 200): FastifyReply =>
  reply
    .code(status)
    .headers({ "cache-control": "no-store", "x-frame-options": "SAMEORIGIN" })
    .type("text/html; charset=utf-8")
    .send(markup);

/** Says that there is no such page. */
export const sendNotFound = (reply: FastifyReply): FastifyReply =>
  sendPage(reply, notFoundPage(), 404);

/** Sends the browser on; what no header can carry is percent-encoded. */
export const sendRedirect = (reply: FastifyReply, to: string): FastifyReply =>
  reply.redirect(
    to.replace(/[^\x21-\x7e]+/g, (part) => encodeURIComponent(part)),
    302,
  );
