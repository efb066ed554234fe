/** Serving the plugin protocol: a gRPC server for each connection, as each has a client of its own. */
import type { handleUnaryCall } from "@grpc/grpc-js";
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import { once } from "node:events";
import type { Socket } from "node:net";
import { createServer } from "node:net";
import { PROVIDER } from "../wire/plugin-protocol";
import { Refusal } from "./provider";
import { wireDiagnostics } from "./session";

/** A server that answers. */
export interface PluginServer {
  /** Where it listens: host and port. */
  readonly address: string;
  /** Closes it and every connection. */
  readonly close: () => Promise<void>;
}

/**
 * Serves a provider at a free port on loopback.
 *
 * @param openSession - called once for each connection.
 */
export async function servePlugin(
  openSession: () => Readonly<Record<string, Call>>,
): Promise<PluginServer> {
  const connections = new Set<Socket>();
  const listener = createServer((connection) => {
    connections.add(connection);
    connection.on("close", () => connections.delete(connection));
    const calls = Object.entries(openSession());
    const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.enable_channelz": 0 });
    server.addService(
      PROVIDER,
      Object.fromEntries(calls.map(([name, call]) => [name, unary(call)])),
    );
    server
      .createConnectionInjector(ServerCredentials.createInsecure())
      .injectConnection(connection);
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return {
    address: `127.0.0.1:${address.port}`,
    close: async () => {
      const closed = once(listener, "close");
      listener.close();
      for (const connection of connections) connection.destroy();
      await closed;
    },
  };
}

/** A call's request is of its own type: gRPC has read it by the service's definition. */
type Call = (request: never) => unknown;

const unary =
  (call: Call): handleUnaryCall<object, unknown> =>
  ({ request }, respond) => {
    answer(() => call(request as never)).then(
      (response) => respond(null, response),
      (cause: unknown) => {
        const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
        respond({ code: status.INTERNAL, details: `the sandbox's stand-in failed: ${reason}` });
      },
    );
  };

/** A refusal is an answer; whatever else is thrown is a fault of the stand-in. */
async function answer(call: () => unknown): Promise<unknown> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof Refusal) return { diagnostics: wireDiagnostics(cause.diagnostics) };
    throw cause;
  }
}
