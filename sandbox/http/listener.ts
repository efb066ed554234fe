import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";

/** Where a sandbox server listens. */
export interface ListenOptions {
  /** Host name or address to listen on. @default - 127.0.0.1 */
  readonly host?: string;
  /** TCP port. @default - a free one */
  readonly port?: number;
}

/** A listening HTTP server. */
export interface Listener {
  /** Base URL, without a trailing slash. */
  readonly url: string;
  /** Stops listening and ends every connection at once, kept-alive ones too. */
  close(): Promise<void>;
}

/** Listens; resolves when requests can come. */
export async function listen(
  onRequest: RequestListener,
  { host = "127.0.0.1", port = 0 }: ListenOptions = {},
): Promise<Listener> {
  const server = createServer(onRequest).listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No TCP address.");
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
