import type { ClientHttp2Session, IncomingHttpHeaders } from "node:http2";
import { connect } from "node:http2";
import { connect as connectSocket } from "node:net";
import type { Message } from "../../terraform/wire/protobuf";
import { Calls } from "../../terraform/wire/plugin-protocol";
import type { Value } from "../../terraform/wire/values";
import { writeMessagePack } from "../../terraform/wire/values";

interface Reattached {
  readonly Addr: { readonly Network: string; readonly String: string };
}

/** Where a provider listens, by its source address. */
export const addressOf = (reattach: string, source: string): Reattached["Addr"] | undefined =>
  (JSON.parse(reattach) as Record<string, Reattached>)[source]?.Addr;

/** A value as a call takes it. */
export const dynamic = (value: Value) => ({
  msgpack: writeMessagePack(value),
  json: Buffer.alloc(0),
});

type MessageOf<M> = M extends Message<infer T> ? T : never;

/** One connection to a provider, as Terraform's core makes one for each provider block. */
export class PluginClient {
  private readonly session: ClientHttp2Session;

  constructor({ Network, String: address }: Reattached["Addr"]) {
    const [host = "", port] = address.split(":");
    this.session = connect("http://provider", {
      createConnection: () =>
        Network === "unix"
          ? connectSocket({ path: address })
          : connectSocket({ host, port: Number(port) }),
    });
  }

  /** Makes a call. */
  async call<C extends keyof typeof Calls>(
    name: C,
    request: Partial<MessageOf<(typeof Calls)[C]["Request"]>>,
  ): Promise<MessageOf<(typeof Calls)[C]["Response"]>> {
    const { Request, Response } = Calls[name] as unknown as {
      Request: Message<typeof request>;
      Response: Message<MessageOf<(typeof Calls)[C]["Response"]>>;
    };
    const { body } = await this.send(`/tfplugin6.Provider/${name}`, Request.encode(request));
    return Response.decode(body);
  }

  /** Sends a message; gives the answer's message and its gRPC status. */
  send(path: string, message: Buffer): Promise<{ body: Buffer; status: string }> {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length, 1);
    const stream = this.session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
    });
    stream.end(Buffer.concat([prefix, message]));
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let status = "";
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on(
        "trailers",
        (trailers: IncomingHttpHeaders) => (status = String(trailers["grpc-status"])),
      );
      stream.on("end", () => {
        resolve({ body: Buffer.concat(chunks).subarray(5), status });
      });
      stream.on("error", reject);
    });
  }

  close(): void {
    this.session.destroy();
  }
}
