/**
 * A gRPC server for the plugin protocol's unary calls, over Node's own HTTP/2
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
 */
import type { Http2Server, Http2Session, ServerHttp2Stream } from "node:http2";
import { createServer } from "node:http2";
import { once } from "node:events";
import type { Session } from "./session";

/** Where a server listens, as Terraform's reattach configuration names it. */
export interface Address {
  /** The network's name. */
  readonly Network: "unix" | "tcp";
  /** The socket's path, or host and port. */
  readonly String: string;
}

/** A server that answers. */
export interface PluginServer {
  /** Where it listens. */
  readonly address: Address;
  /** Closes it and every connection. */
  readonly close: () => Promise<void>;
}

const SERVICE = "/tfplugin6.Provider/";
const STATUS = { OK: 0, UNIMPLEMENTED: 12, INTERNAL: 13 } as const;

/**
 * Serves a provider.
 *
 * @param openSession - called once for each connection.
 * @param socket - the path of the Unix socket to listen at; absent for a free port on loopback.
 */
export async function servePlugin(
  openSession: () => Session,
  socket?: string,
): Promise<PluginServer> {
  const connections = new Map<Http2Session, Session>();
  const server = createServer();
  server.on("session", (connection) => {
    connections.set(connection, openSession());
    connection.on("close", () => connections.delete(connection));
    connection.on("error", () => {
      connection.destroy();
    });
  });
  server.on("stream", (stream, headers) => {
    stream.on("error", () => {
      stream.destroy();
    });
    const session = stream.session && connections.get(stream.session);
    if (!session) return;
    answer(stream, headers[":path"] ?? "", session).catch(() => {
      stream.destroy();
    });
  });
  if (socket === undefined) server.listen(0, "127.0.0.1");
  else server.listen(socket);
  await once(server, "listening");
  return {
    address: addressOf(server),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const connection of connections.keys()) connection.destroy();
      await closed;
    },
  };
}

async function answer(stream: ServerHttp2Stream, path: string, session: Session): Promise<void> {
  const call = path.startsWith(SERVICE) ? session[path.slice(SERVICE.length)] : undefined;
  if (!call) {
    finish(stream, STATUS.UNIMPLEMENTED, `${path} is not implemented`);
    return;
  }
  const request = await readMessage(stream);
  try {
    finish(stream, STATUS.OK, "", await call(request));
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    finish(stream, STATUS.INTERNAL, `the sandbox's stand-in failed: ${reason}`);
  }
}

/** The one message of a unary request, without its five bytes of frame. */
async function readMessage(stream: ServerHttp2Stream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).subarray(5);
}

function finish(stream: ServerHttp2Stream, status: number, reason: string, body?: Buffer): void {
  if (stream.destroyed) return;
  stream.respond(
    { ":status": 200, "content-type": "application/grpc+proto" },
    { waitForTrailers: true },
  );
  stream.on("wantTrailers", () => {
    stream.sendTrailers({
      "grpc-status": String(status),
      ...(reason && { "grpc-message": encodeURIComponent(reason) }),
    });
  });
  stream.end(body ? frame(body) : undefined);
}

function frame(body: Buffer): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(body.length, 1);
  return Buffer.concat([prefix, body]);
}

function addressOf(server: Http2Server): Address {
  const address = server.address();
  if (address === null) throw new Error("the plugin server does not listen");
  return typeof address === "string"
    ? { Network: "unix", String: address }
    : { Network: "tcp", String: `${address.address}:${address.port}` };
}
