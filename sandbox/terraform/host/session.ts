/**
 * One connection from Terraform: every provider block has its own, and with it its own configured
 * client. Translates the plugin protocol's calls to the provider's behaviour.
 */
import type { Calls, DynamicValue, Diagnostic as WireDiagnostic } from "../wire/plugin-protocol";
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
import { objectType, wireSchema, wireSchemas } from "./schema";

/** Opens a session: to be called once for each connection. */
export function openSession<Client>(provider: Provider<Client>): Calls {
  const { schema, legacyTypeSystem: legacy_type_system } = provider;
  let configured: { client: Client } | undefined;

  const client = (): Client => {
    if (!configured) throw new Refusal(error("The provider has not been configured"));
    return configured.client;
  };
  const resource = (name: string) => ({
    type: objectType(known(schema.resources, name).block),
    behaviour: known(provider.resources, name),
  });
  const dataSource = (name: string) => ({
    type: objectType(known(schema.dataSources, name).block),
    behaviour: known(provider.dataSources, name),
  });

  return {
    GetProviderSchema: () => ({
      provider: wireSchema(schema.provider),
      resource_schemas: wireSchemas(schema.resources),
      data_source_schemas: wireSchemas(schema.dataSources),
      server_capabilities: { get_provider_schema_optional: true },
    }),
    ValidateProviderConfig: () => ({}),
    ValidateResourceConfig: ({ type_name, config }) => {
      const { type, behaviour } = resource(type_name);
      return { diagnostics: wireDiagnostics(behaviour.validate(readObject(config, type))) };
    },
    ValidateDataResourceConfig: ({ type_name, config }) => {
      const { type, behaviour } = dataSource(type_name);
      return { diagnostics: wireDiagnostics(behaviour.validate(readObject(config, type))) };
    },
    UpgradeResourceState: ({ type_name, raw_state }) => {
      const { type } = resource(type_name);
      const state = readStateJson(raw_state.json.toString("utf8"), type);
      return { upgraded_state: writeObject(isAttributes(state) ? state : null) };
    },
    ConfigureProvider: async ({ config }) => {
      const block = readObject(config, objectType(schema.provider.block));
      const { client, diagnostics } = await provider.configure(block);
      configured = { client };
      return { diagnostics: wireDiagnostics(diagnostics) };
    },
    ReadResource: async ({ type_name, current_state, private: kept }) => {
      const { type, behaviour } = resource(type_name);
      const before = readObject(current_state, type);
      const { state, diagnostics } = await outcomeOf(behaviour.read(client(), before), before);
      return {
        new_state: writeObject(state),
        diagnostics: wireDiagnostics(diagnostics),
        private: kept,
      };
    },
    PlanResourceChange: (request) => {
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
    },
    ApplyResourceChange: async (request) => {
      const { type, behaviour } = resource(request.type_name);
      const prior = readObjectOrNull(request.prior_state, type);
      const planned = readObjectOrNull(request.planned_state, type);
      const { state, diagnostics } = await outcomeOf(apply(), prior);
      return {
        new_state: writeObject(state),
        private: request.planned_private,
        diagnostics: wireDiagnostics(diagnostics),
        legacy_type_system: legacy_type_system && state !== null,
      };

      async function apply(): Promise<Outcome> {
        if (prior && planned) return behaviour.update(client(), { prior, planned });
        if (planned) return behaviour.create(client(), planned);
        if (prior) await behaviour.destroy(client(), prior);
        return { state: null };
      }
    },
    ImportResourceState: async ({ type_name, id }) => {
      const { type, behaviour } = resource(type_name);
      const state = complete(await behaviour.import(client(), id), type);
      return { imported_resources: [{ type_name, state: writeObject(state) }] };
    },
    ReadDataSource: async ({ type_name, config }) => {
      const { type, behaviour } = dataSource(type_name);
      const found = await behaviour.read(client(), readObject(config, type));
      return { state: writeObject(complete(found, type)) };
    },
    StopProvider: () => ({}),
  };
}

/** Diagnostics as the plugin protocol puts them. */
export const wireDiagnostics = (diagnostics: readonly Diagnostic[] = []): WireDiagnostic[] =>
  diagnostics.map(({ severity, summary, detail, path }) => ({
    severity: severity.toUpperCase(),
    summary,
    detail,
    attribute: path && wirePath(path),
  }));

const wirePath = (path: readonly PathStep[]) => ({
  steps: path.map((step) =>
    "attribute" in step ? { attribute_name: step.attribute } : { element_key_string: step.key },
  ),
});

function readObjectOrNull({ msgpack }: DynamicValue, type: ObjectType): Attributes | null {
  const read = readMessagePack(msgpack, type);
  return isAttributes(read) ? read : null;
}

function readObject(value: DynamicValue, type: ObjectType): Attributes {
  const read = readObjectOrNull(value, type);
  if (!read) throw new TypeError("Terraform sent no object where one must be");
  return read;
}

const writeObject = (state: Attributes | null) => ({ msgpack: writeMessagePack(state) });

/** A refusal leaves the state as it was. */
async function outcomeOf(work: Promise<Outcome>, before: Attributes | null): Promise<Outcome> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof Refusal) return { state: before, diagnostics: cause.diagnostics };
    throw cause;
  }
}

function known<T>(byName: Readonly<Record<string, T>>, name: string): T {
  const found = byName[name];
  if (found === undefined) throw new Refusal(error(`The sandbox has no stand-in for ${name}`));
  return found;
}
