/**
 * One connection from Terraform: every provider block has its own, and with it its own configured
 * client. Translates the plugin protocol's calls to the provider's behaviour.
 */
import type { Message } from "../wire/protobuf";
import { Calls, Diagnostic as DiagnosticMessage, Severity } from "../wire/plugin-protocol";
import type { Attributes, ObjectType } from "../wire/values";
import {
  complete,
  isAttributes,
  readMessagePack,
  readStateJson,
  writeMessagePack,
} from "../wire/values";
import type { Diagnostic, Outcome, PathStep, Provider } from "./provider";
import { error, Refusal } from "./provider";
import type { VersionedBlock } from "./schema";
import { objectType, wireSchema, wireSchemas } from "./schema";

/** The calls of one connection by name: the bytes of a request to the bytes of its response. */
export type Session = Readonly<Record<string, (request: Buffer) => Promise<Buffer>>>;

/** Opens a session: to be called once for each connection. */
export function openSession<Client>(provider: Provider<Client>): Session {
  const { schema } = provider;
  const legacy_type_system = provider.legacyTypeSystem;
  let configured: { client: Client } | undefined;

  const client = (): Client => {
    if (!configured) throw new Refusal(error("The provider has not been configured"));
    return configured.client;
  };
  const resource = (name: string) => ({
    type: typeOf(schema.resources, name),
    behaviour: known(provider.resources, name),
  });
  const dataSource = (name: string) => ({
    type: typeOf(schema.dataSources, name),
    behaviour: known(provider.dataSources, name),
  });

  return {
    GetProviderSchema: call(Calls.GetProviderSchema, () => ({
      provider: wireSchema(schema.provider),
      resource_schemas: wireSchemas(schema.resources),
      data_source_schemas: wireSchemas(schema.dataSources),
      server_capabilities: { plan_destroy: false, get_provider_schema_optional: true },
    })),
    ValidateProviderConfig: call(Calls.ValidateProviderConfig, () => ({})),
    ValidateResourceConfig: call(Calls.ValidateResourceConfig, ({ type_name, config }) => {
      const { type, behaviour } = resource(type_name);
      return { diagnostics: wireDiagnostics(behaviour.validate(readObject(config, type))) };
    }),
    ValidateDataResourceConfig: call(Calls.ValidateDataResourceConfig, ({ type_name, config }) => {
      const { type, behaviour } = dataSource(type_name);
      return { diagnostics: wireDiagnostics(behaviour.validate(readObject(config, type))) };
    }),
    UpgradeResourceState: call(Calls.UpgradeResourceState, ({ type_name, raw_state }) => {
      const { type } = resource(type_name);
      const state = readStateJson(raw_state?.json.toString("utf8") ?? "null", type);
      return { upgraded_state: writeObject(isAttributes(state) ? state : null) };
    }),
    ConfigureProvider: call(Calls.ConfigureProvider, async ({ config }) => {
      const block = readObject(config, objectType(schema.provider.block));
      const { client, diagnostics } = await provider.configure(block);
      configured = { client };
      return { diagnostics: wireDiagnostics(diagnostics) };
    }),
    ReadResource: call(Calls.ReadResource, async ({ type_name, current_state, private: kept }) => {
      const { type, behaviour } = resource(type_name);
      const state = readObject(current_state, type);
      const outcome = await outcomeOf(behaviour.read(client(), state), state);
      return { new_state: writeObject(outcome.state), ...told(outcome), private: kept };
    }),
    PlanResourceChange: call(Calls.PlanResourceChange, (request) => {
      const { type, behaviour } = resource(request.type_name);
      const proposed = readObjectOrNull(request.proposed_new_state, type);
      const planned_private = request.prior_private;
      if (!proposed) return { planned_state: writeObject(null), planned_private };
      const { planned, requiresReplace = [] } = behaviour.plan({
        prior: readObjectOrNull(request.prior_state, type),
        proposed,
      });
      return {
        planned_state: writeObject(planned),
        requires_replace: requiresReplace.map(wirePath),
        planned_private,
        legacy_type_system,
      };
    }),
    ApplyResourceChange: call(Calls.ApplyResourceChange, async (request) => {
      const { type, behaviour } = resource(request.type_name);
      const prior = readObjectOrNull(request.prior_state, type);
      const planned = readObjectOrNull(request.planned_state, type);
      const outcome = await outcomeOf(apply(), prior);
      return {
        new_state: writeObject(outcome.state),
        private: request.planned_private,
        ...told(outcome),
        legacy_type_system: legacy_type_system && outcome.state !== null,
      };

      async function apply(): Promise<Outcome> {
        if (prior && planned) return behaviour.update(client(), { prior, planned });
        if (planned) return behaviour.create(client(), planned);
        if (prior) await behaviour.destroy(client(), prior);
        return { state: null };
      }
    }),
    ImportResourceState: call(Calls.ImportResourceState, async ({ type_name, id }) => {
      const { type, behaviour } = resource(type_name);
      const state = complete(await behaviour.import(client(), id), type);
      return { imported_resources: [{ type_name, state: writeObject(state), private: none }] };
    }),
    ReadDataSource: call(Calls.ReadDataSource, async ({ type_name, config }) => {
      const { type, behaviour } = dataSource(type_name);
      const found = await behaviour.read(client(), readObject(config, type));
      return { state: writeObject(complete(found, type)) };
    }),
    StopProvider: () => Promise.resolve(none),
  };
}

/** Decodes a request, answers it, encodes the response; a refusal becomes its diagnostics. */
const call =
  <Request, Response extends { diagnostics: WireDiagnostic[] }>(
    call: { Request: Message<Request>; Response: Message<Response> },
    answer: (request: Request) => Partial<Response> | Promise<Partial<Response>>,
  ) =>
  async (request: Buffer): Promise<Buffer> => {
    try {
      return call.Response.encode(await answer(call.Request.decode(request)));
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      const refusal = { diagnostics: wireDiagnostics(cause.diagnostics) };
      return call.Response.encode(refusal as Partial<Response>);
    }
  };

type WireDiagnostic = ReturnType<typeof DiagnosticMessage.decode>;

const wireDiagnostics = (diagnostics: readonly Diagnostic[]): WireDiagnostic[] =>
  diagnostics.map(({ severity, summary, detail = "", path }) => ({
    severity: severity === "error" ? Severity.ERROR : Severity.WARNING,
    summary,
    detail,
    attribute: path && wirePath(path),
  }));

const wirePath = (path: readonly PathStep[]) => ({
  steps: path.map((step) => ({
    attribute_name: "attribute" in step ? step.attribute : undefined,
    element_key_string: "key" in step ? step.key : undefined,
  })),
});

const none = Buffer.alloc(0);

interface Packed {
  readonly msgpack: Buffer;
}

function readObjectOrNull(value: Packed | undefined, type: ObjectType): Attributes | null {
  const read = value ? readMessagePack(value.msgpack, type) : null;
  return isAttributes(read) ? read : null;
}

function readObject(value: Packed | undefined, type: ObjectType): Attributes {
  const read = readObjectOrNull(value, type);
  if (!read) throw new TypeError("Terraform sent no object where one must be");
  return read;
}

const writeObject = (state: Attributes | null) => ({
  msgpack: writeMessagePack(state),
  json: none,
});

const told = ({ diagnostics = [] }: Outcome) => ({ diagnostics: wireDiagnostics(diagnostics) });

/** A refusal leaves the state as it was. */
async function outcomeOf(work: Promise<Outcome>, before: Attributes | null): Promise<Outcome> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof Refusal) return { state: before, diagnostics: cause.diagnostics };
    throw cause;
  }
}

function typeOf(schemas: Record<string, VersionedBlock>, name: string): ObjectType {
  return objectType(known(schemas, name).block);
}

function known<T>(byName: Readonly<Record<string, T>>, name: string): T {
  const found = byName[name];
  if (found === undefined) throw new Refusal(error(`The sandbox has no stand-in for ${name}`));
  return found;
}
