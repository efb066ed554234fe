import type { FastifyInstance } from "fastify";

/**
 * Makes every page name the version as authentik's own do: in the names of its assets, as recorded of
 * 2026.2.2 and a snapshot of 2026.5 ("if flow page", "404"). The one that is named here is empty.
 */
export function nameVersion(app: FastifyInstance, version: string): void {
  const path = `/static/dist/styles/interface-${version}.css`;
  const link = `<link rel="stylesheet" type="text/css" href="${path}" />`;
  app.get(path, (_request, reply) => reply.type("text/css; charset=utf-8").send(""));
  app.addHook("onSend", (_request, reply, payload, done) => {
    const type = String(reply.getHeader("content-type") ?? "");
    const isPage = type.startsWith("text/html") && typeof payload === "string";
    done(null, isPage ? payload.replace("</head>", () => `  ${link}\n</head>`) : payload);
  });
}
