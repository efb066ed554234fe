import type { ServiceError } from "@grpc/grpc-js";
import { Client, credentials } from "@grpc/grpc-js";
import type { Calls, DynamicValue } from "../../terraform/wire/plugin-protocol";
import { PROVIDER } from "../../terraform/wire/plugin-protocol";
import type { Value } from "../../terraform/wire/values";
import { writeMessagePack } from "../../terraform/wire/values";

/** Where a provider listens, by its source address. */
export const addressOf = (reattach: string, source: string): string | undefined =>
  (JSON.parse(reattach) as Record<string, { Addr: { String: string } }>)[source]?.Addr.String;

/** A value as a call takes it. */
export const dynamic = (value: Value): DynamicValue => ({ msgpack: writeMessagePack(value) });

const asItIs = (bytes: Buffer): Buffer => bytes;

/** One connection to a provider, as Terraform's core makes one for each provider block. */
export class PluginClient {
  private readonly client: Client;

  constructor(address: string) {
    this.client = new Client(address, credentials.createInsecure(), {
      "grpc.use_local_subchannel_pool": 1,
    });
  }

  /** Makes a call. */
  async call<C extends keyof Calls>(
    name: C,
    request: Parameters<Calls[C]>[0],
  ): Promise<Awaited<ReturnType<Calls[C]>>> {
    const method = PROVIDER[name];
    if (!method) throw new Error(`the protocol has no ${name}`);
    const response = await this.send(method.path, method.requestSerialize(request));
    return method.responseDeserialize(response) as Awaited<ReturnType<Calls[C]>>;
  }

  /** Sends a message, and gives the response's; fails with a gRPC status. */
  send(path: string, message: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(
        path,
        asItIs,
        asItIs,
        message,
        (error: ServiceError | null, response?: Buffer) => {
          if (error) reject(error);
          else resolve(response ?? Buffer.alloc(0));
        },
      );
    });
  }

  close(): void {
    this.client.close();
  }
}
