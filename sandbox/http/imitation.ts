import { METHODS } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { FaultEffect, Faults } from "./faults";
import type { Journal, JournalAnswer } from "./journal";

declare module "fastify" {
  interface FastifyRequest {
    /** The body as sent, whatever the method and content type; `""` without one. */
    rawBody: string;
    /** Fills in this request's answer in the journal. */
    journalAnswer: JournalAnswer;
    /** Whether a fault cuts the answer off. */
    cutOff: boolean;
    /** Whether a fault keeps the answer back for ever. */
    keptBack: boolean;
  }
}

/** What surrounds the imitated routes. */
export interface ImitationOptions {
  /** Takes down every request. */
  readonly journal: Journal;
  /** Faults to show. */
  readonly faults: Faults;
  /** Network latency added to every request, in milliseconds. */
  readonly latency: number;
}

/**
 * A Fastify application that does nothing by itself: bodies stay raw (`request.rawBody`), paths are
 * taken literally (case, slashes), HEAD is not answered for GET. Every request is journaled.
 */
export function imitation({ journal, faults, latency }: ImitationOptions): FastifyInstance {
  const app = Fastify({
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 4096 },
  });
  // Bodies are read below, before Fastify could judge their content type.
  for (const method of METHODS)
    app.addHttpMethod(method, { hasBody: false, overrideExisting: true });
  app.decorateRequest("rawBody", "");
  app.decorateRequest("journalAnswer", () => undefined);
  app.decorateRequest("cutOff", false);
  app.decorateRequest("keptBack", false);

  app.addHook("onRequest", async (request, reply) => {
    request.rawBody = await readBody(request);
    const { method, url = "", headers } = request.raw;
    request.journalAnswer = journal.record(request.method, url, headers, request.rawBody);
    const fault = faults.meet(method ?? "", url);
    await fault?.until;
    const delay = latency + (fault?.delay ?? 0);
    if (delay > 0) await sleep(delay, undefined, { ref: false });
    if (fault?.effect !== undefined) return show(fault.effect, request, reply);
    return undefined;
  });

  app.addHook("onSend", (request, reply, payload, done) => {
    const body = bytesOf(payload);
    request.journalAnswer(reply.statusCode, request.method === "HEAD" ? 0 : body.length);
    if (request.keptBack) reply.hijack();
    else if (request.cutOff) cut(reply, body);
    else done();
  });
  return app;
}

async function readBody(request: FastifyRequest): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request.raw) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}

function bytesOf(payload: unknown): Buffer {
  if (typeof payload === "string") return Buffer.from(payload);
  return Buffer.isBuffer(payload) ? payload : Buffer.alloc(0);
}

function show(
  effect: FaultEffect,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | undefined {
  switch (effect.kind) {
    case "answer":
      return reply
        .code(effect.status)
        .type(effect.contentType ?? "text/html")
        .headers(effect.headers ?? {})
        .send(effect.body ?? "");
    case "refuse":
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    case "silence":
      request.keptBack = effect.carriedOut;
      return effect.carriedOut ? undefined : reply.hijack();
    case "cut":
      request.cutOff = true;
      return undefined;
  }
}

/** Promises the whole body and sends half of it. */
function cut(reply: FastifyReply, body: Buffer): void {
  reply.hijack();
  reply.header("content-length", body.length);
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.raw.statusCode = reply.statusCode;
  reply.raw.write(body.subarray(0, Math.floor(body.length / 2)), () => reply.raw.destroy());
}
