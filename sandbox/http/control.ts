import Fastify, { type FastifyInstance } from "fastify";
import { z } from "zod";
import type { Fault, Faults } from "./faults";
import type { Journal } from "./journal";

/** What another process may drive through `/sandbox/…`. */
export interface ControlOptions {
  /** What the server stands in for, e.g. `EspoCRM 9.3.9`. */
  readonly product: string;
  /** The requests so far. */
  readonly journal: Journal;
  /** The faults in force. */
  readonly faults: Faults;
  /** Back to the state of the start. */
  readonly reset: () => void | Promise<void>;
  /** Changes the state; what it throws is answered as 400. */
  readonly seed: (state: unknown) => void | Promise<void>;
}

const faultSchema = z.strictObject({
  method: z.string().toUpperCase().optional(),
  path: z.string().optional(),
  pattern: z
    .string()
    .transform((source) => new RegExp(source))
    .optional(),
  skip: z.int().nonnegative().optional(),
  times: z.int().positive().optional(),
  delay: z.number().nonnegative().optional(),
  effect: z
    .discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("answer"),
        status: z.int().min(200).max(599),
        body: z.string().optional(),
        contentType: z.string().optional(),
        headers: z.record(z.string(), z.string()).optional(),
      }),
      z.strictObject({ kind: z.literal("cut") }),
      z.strictObject({ kind: z.literal("refuse") }),
      z.strictObject({ kind: z.literal("silence"), carriedOut: z.boolean() }),
    ])
    .optional(),
});

/** Whether a request is for the sandbox itself, not for the product it stands in for. */
export function isControl(url: string): boolean {
  return /^\/sandbox(?:[/?]|$)/.test(url);
}

/**
 * The sandbox's own routes. No product has them, and the journal does not hold them.
 *
 * - `GET /sandbox`: what this is
 * - `GET`, `DELETE /sandbox/requests`: the journal, secrets masked
 * - `GET`, `POST`, `DELETE /sandbox/faults`: as `Fault`, with `pattern` for a regular expression
 * - `POST /sandbox/reset`, `POST /sandbox/seed`
 */
export function controlRoutes(options: ControlOptions): FastifyInstance {
  const { product, journal, faults } = options;
  const app = Fastify();
  app.setErrorHandler((error, _request, reply) =>
    reply.code(400).send({ error: error instanceof Error ? error.message : String(error) }),
  );
  app.get("/sandbox", () => ({ product, sandbox: true }));
  app.get("/sandbox/requests", () => journal.masked());
  app.delete("/sandbox/requests", () => {
    journal.clear();
    return { ok: true };
  });
  app.get("/sandbox/faults", () => faults.list().map(written));
  app.post("/sandbox/faults", (request) => {
    faults.add(read(request.body));
    return { ok: true };
  });
  app.delete("/sandbox/faults", () => {
    faults.clear();
    return { ok: true };
  });
  app.post("/sandbox/reset", async () => {
    await options.reset();
    journal.clear();
    faults.clear();
    return { ok: true };
  });
  app.post("/sandbox/seed", async (request) => {
    await options.seed(request.body);
    return { ok: true };
  });
  return app;
}

function read(body: unknown): Fault {
  const { pattern, path, ...rest } = faultSchema.parse(body);
  return { ...rest, path: pattern ?? path };
}

function written({ path, ...rest }: Fault): object {
  return path instanceof RegExp ? { ...rest, pattern: path.source } : { ...rest, path };
}
