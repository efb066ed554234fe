/**
 * Terraform's plugin protocol as `plugin-protocol.proto` defines it: the gRPC service, and the
 * types of its calls.
 */
import type { ServiceDefinition } from "@grpc/proto-loader";
import { loadSync } from "@grpc/proto-loader";
import { join } from "node:path";

/** The service, as gRPC's server and client want it. */
export const PROVIDER = loadSync(join(__dirname, "plugin-protocol.proto"), {
  keepCase: true,
  longs: Number,
  enums: String,
  defaults: true,
})["tfplugin6.Provider"] as ServiceDefinition;

/** A Terraform value, as MessagePack. */
export interface DynamicValue {
  readonly msgpack: Buffer;
}

/** The way to a part of a value. */
interface AttributePath {
  readonly steps: readonly ({ attribute_name: string } | { element_key_string: string })[];
}

/** An error or a warning for the user. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string | undefined;
  readonly attribute?: AttributePath | undefined;
}

type Awaitable<T> = T | Promise<T>;
type Answer<Fields> = Fields & { diagnostics?: readonly Diagnostic[] };
type Call<Request, Fields = object> = (request: Request) => Awaitable<Answer<Fields>>;

interface Typed {
  readonly type_name: string;
}

interface Configured {
  readonly config: DynamicValue;
}

/** The calls of Terraform's core. What an answer leaves out is empty. */
export type Calls = {
  readonly GetProviderSchema: Call<
    object,
    {
      provider: object;
      resource_schemas: Readonly<Record<string, object>>;
      data_source_schemas: Readonly<Record<string, object>>;
      server_capabilities: { get_provider_schema_optional: boolean };
    }
  >;
  readonly ValidateProviderConfig: Call<Configured>;
  readonly ValidateResourceConfig: Call<Typed & Configured>;
  readonly ValidateDataResourceConfig: Call<Typed & Configured>;
  readonly UpgradeResourceState: Call<
    Typed & { raw_state: { json: Buffer } },
    { upgraded_state: DynamicValue }
  >;
  readonly ConfigureProvider: Call<Configured>;
  readonly ReadResource: Call<
    Typed & { current_state: DynamicValue; private: Buffer },
    { new_state: DynamicValue; private: Buffer }
  >;
  readonly PlanResourceChange: Call<
    Typed & { prior_state: DynamicValue; proposed_new_state: DynamicValue; prior_private: Buffer },
    {
      planned_state: DynamicValue;
      requires_replace?: readonly AttributePath[];
      planned_private: Buffer;
      legacy_type_system?: boolean;
    }
  >;
  readonly ApplyResourceChange: Call<
    Typed & { prior_state: DynamicValue; planned_state: DynamicValue; planned_private: Buffer },
    { new_state: DynamicValue; private: Buffer; legacy_type_system: boolean }
  >;
  readonly ImportResourceState: Call<
    Typed & { id: string },
    { imported_resources: readonly { type_name: string; state: DynamicValue }[] }
  >;
  readonly ReadDataSource: Call<Typed & Configured, { state: DynamicValue }>;
  readonly StopProvider: Call<object>;
};
