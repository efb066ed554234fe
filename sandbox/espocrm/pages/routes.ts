import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";

/** The front end: path, file, content type. */
const PAGES = [
  ["/", "index.html", "text/html; charset=UTF-8"],
  ["/oauth-callback.php", "oauth-callback.html", "text/html; charset=UTF-8"],
  ...["app", "api", "session", "oidc-popup", "authentication-settings"].map((name) => [
    `/client/${name}.js`,
    `client/${name}.js`,
    "text/javascript; charset=UTF-8",
  ]),
  ["/client/style.css", "client/style.css", "text/css; charset=UTF-8"],
] as const;

/**
 * Adds the front end that people see. It is ours, not EspoCRM's; but element ids, texts and requests
 * are the same where a person signing in or a browser test meets them.
 */
export function pageRoutes(app: FastifyInstance): void {
  for (const [path = "", file = "", type = ""] of PAGES) {
    const content = readFileSync(join(__dirname, file));
    app.get(path, (_request, reply) =>
      reply.type(type).header("cache-control", "no-store").send(content),
    );
  }
}
