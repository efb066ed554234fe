/**
 * The messages of Terraform's plugin protocol, version 6, that the stand-ins exchange with
 * Terraform's core (https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol).
 * Calls that are not here are answered with "unimplemented".
 */
import type { Kind, Message } from "./protobuf";
import { bool, bytes, integer, map, message, optional, repeated, string, text } from "./protobuf";

/** A Terraform value, as MessagePack. */
export const DynamicValue = message({ msgpack: bytes(1), json: bytes(2) });

/** One step on the way to a part of a value: exactly one of the three is set. */
export const PathStep = message({
  attribute_name: optional(1, text),
  element_key_string: optional(2, text),
});

/** The way to a part of a value. */
export const AttributePath = message({ steps: repeated(1, PathStep) });

/** The weight of a diagnostic. */
export const Severity = { ERROR: 1, WARNING: 2 } as const;

/** An error or a warning for the user. */
export const Diagnostic = message({
  severity: integer(1),
  summary: string(2),
  detail: string(3),
  attribute: optional(4, AttributePath),
});

/** An attribute in a schema. */
export interface SchemaAttribute {
  name: string;
  /** The type constraint as JSON; empty when `nested_type` is set. */
  type: Buffer;
  nested_type: SchemaObject | undefined;
  required: boolean;
  optional: boolean;
  computed: boolean;
  sensitive: boolean;
  deprecated: boolean;
}

/** The attributes of an attribute that has structure. */
export interface SchemaObject {
  attributes: SchemaAttribute[];
  nesting: number;
}

/** A block in a schema. */
export interface SchemaBlock {
  attributes: SchemaAttribute[];
  block_types: SchemaNestedBlock[];
  deprecated: boolean;
}

/** A block inside a block. */
export interface SchemaNestedBlock {
  type_name: string;
  block: SchemaBlock | undefined;
  nesting: number;
}

const later = <T>(kind: () => Kind<T>): Kind<T> => ({
  encode: (value) => kind().encode(value),
  decode: (encoded) => kind().decode(encoded),
});

const attribute: Message<SchemaAttribute> = message<SchemaAttribute>({
  name: string(1),
  type: bytes(2),
  nested_type: optional(
    10,
    later(() => object),
  ),
  required: bool(4),
  optional: bool(5),
  computed: bool(6),
  sensitive: bool(7),
  deprecated: bool(9),
});

const object: Message<SchemaObject> = message<SchemaObject>({
  attributes: repeated(1, attribute),
  nesting: integer(3),
});

const nestedBlock: Message<SchemaNestedBlock> = message<SchemaNestedBlock>({
  type_name: string(1),
  block: optional(
    2,
    later(() => block),
  ),
  nesting: integer(3),
});

const block: Message<SchemaBlock> = message<SchemaBlock>({
  attributes: repeated(2, attribute),
  block_types: repeated(3, nestedBlock),
  deprecated: bool(6),
});

/** The schema of a provider, a resource type or a data source. */
export const Schema = message({ version: integer(1), block: optional(2, block) });

const diagnostics = (number: number) => repeated(number, Diagnostic);
const value = (number: number) => optional(number, DynamicValue);
const nothing = message({});

/** The calls that the stand-ins answer, but for StopProvider, which says nothing: request and response by name. */
export const Calls = {
  GetProviderSchema: {
    Request: nothing,
    Response: message({
      provider: optional(1, Schema),
      resource_schemas: map(2, Schema),
      data_source_schemas: map(3, Schema),
      diagnostics: diagnostics(4),
      server_capabilities: optional(
        6,
        message({ plan_destroy: bool(1), get_provider_schema_optional: bool(2) }),
      ),
    }),
  },
  ValidateProviderConfig: {
    Request: message({ config: value(1) }),
    Response: message({ diagnostics: diagnostics(2) }),
  },
  ValidateResourceConfig: {
    Request: message({ type_name: string(1), config: value(2) }),
    Response: message({ diagnostics: diagnostics(1) }),
  },
  ValidateDataResourceConfig: {
    Request: message({ type_name: string(1), config: value(2) }),
    Response: message({ diagnostics: diagnostics(1) }),
  },
  UpgradeResourceState: {
    Request: message({
      type_name: string(1),
      version: integer(2),
      raw_state: optional(3, message({ json: bytes(1) })),
    }),
    Response: message({ upgraded_state: value(1), diagnostics: diagnostics(2) }),
  },
  ConfigureProvider: {
    Request: message({ terraform_version: string(1), config: value(2) }),
    Response: message({ diagnostics: diagnostics(1) }),
  },
  ReadResource: {
    Request: message({ type_name: string(1), current_state: value(2), private: bytes(3) }),
    Response: message({ new_state: value(1), diagnostics: diagnostics(2), private: bytes(3) }),
  },
  PlanResourceChange: {
    Request: message({
      type_name: string(1),
      prior_state: value(2),
      proposed_new_state: value(3),
      config: value(4),
      prior_private: bytes(5),
    }),
    Response: message({
      planned_state: value(1),
      requires_replace: repeated(2, AttributePath),
      planned_private: bytes(3),
      diagnostics: diagnostics(4),
      legacy_type_system: bool(5),
    }),
  },
  ApplyResourceChange: {
    Request: message({
      type_name: string(1),
      prior_state: value(2),
      planned_state: value(3),
      config: value(4),
      planned_private: bytes(5),
    }),
    Response: message({
      new_state: value(1),
      private: bytes(2),
      diagnostics: diagnostics(3),
      legacy_type_system: bool(4),
    }),
  },
  ImportResourceState: {
    Request: message({ type_name: string(1), id: string(2) }),
    Response: message({
      imported_resources: repeated(
        1,
        message({ type_name: string(1), state: value(2), private: bytes(3) }),
      ),
      diagnostics: diagnostics(2),
    }),
  },
  ReadDataSource: {
    Request: message({ type_name: string(1), config: value(2) }),
    Response: message({ state: value(1), diagnostics: diagnostics(2) }),
  },
} as const;
