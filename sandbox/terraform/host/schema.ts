/**
 * Provider schemas: read from what `terraform providers schema -json` printed, and put on the wire
 * as Terraform's core wants them.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ObjectType, Type } from "../wire/values";
import { mapValues } from "../wire/values";

/** An attribute of a block, as Terraform's schema JSON describes it. */
export interface Attribute {
  /** The type constraint; absent when `nested_type` is there. */
  type?: Type | undefined;
  /** The attributes of an attribute that has structure. */
  nested_type?: { attributes: Record<string, Attribute>; nesting_mode: Nesting } | undefined;
  /** Whether the configuration must set it. */
  required?: boolean | undefined;
  /** Whether the configuration may set it. */
  optional?: boolean | undefined;
  /** Whether the provider may set it. */
  computed?: boolean | undefined;
  /** Whether Terraform hides it from people. */
  sensitive?: boolean | undefined;
  /** Whether Terraform warns of its use. */
  deprecated?: boolean | undefined;
}

/** A block of configuration. */
export interface Block {
  /** The attributes by name. */
  attributes: Record<string, Attribute>;
  /** The blocks inside it by name. */
  block_types: Record<string, { block: Block; nesting_mode: Nesting }>;
  /** Whether Terraform warns of its use. */
  deprecated?: boolean | undefined;
}

/** A versioned block: a provider's, a resource type's or a data source's. */
export interface VersionedBlock {
  /** The version of the state's layout. */
  version: number;
  /** The block itself. */
  block: Block;
}

/** Everything one provider declares. */
export interface ProviderSchema {
  /** The provider block. */
  provider: VersionedBlock;
  /** The resource types by name. */
  resources: Record<string, VersionedBlock>;
  /** The data sources by name. */
  dataSources: Record<string, VersionedBlock>;
}

const nesting = z.enum(["single", "list", "set", "map"]);
type Nesting = z.infer<typeof nesting>;

const type: z.ZodType<Type> = z.lazy(() =>
  z.union([
    z.enum(["string", "number", "bool"]),
    z.tuple([z.enum(["list", "set", "map"]), type]),
    z.tuple([z.literal("object"), z.record(z.string(), type)]),
  ]),
);
const attribute: z.ZodType<Attribute> = z.lazy(() =>
  z.object({
    type: type.optional(),
    nested_type: z
      .object({ attributes: z.record(z.string(), attribute), nesting_mode: nesting })
      .optional(),
    required: z.boolean().optional(),
    optional: z.boolean().optional(),
    computed: z.boolean().optional(),
    sensitive: z.boolean().optional(),
    deprecated: z.boolean().optional(),
  }),
);
const block: z.ZodType<Block> = z.lazy(() =>
  z.object({
    attributes: z.record(z.string(), attribute).default({}),
    block_types: z.record(z.string(), z.object({ block, nesting_mode: nesting })).default({}),
    deprecated: z.boolean().optional(),
  }),
);
const versioned = z.object({ version: z.number(), block });
const schemasFile = z.object({
  provider_schemas: z.record(
    z.string(),
    z.object({
      provider: versioned,
      resource_schemas: z.record(z.string(), versioned).default({}),
      data_source_schemas: z.record(z.string(), versioned).default({}),
    }),
  ),
});

/**
 * Reads the schema of one provider.
 *
 * @param file - the output of `terraform providers schema -json` for just that provider.
 */
export function readProviderSchema(file: string): ProviderSchema {
  const parsed = schemasFile.parse(JSON.parse(readFileSync(file, "utf8")));
  const [schema, ...others] = Object.values(parsed.provider_schemas);
  if (!schema || others.length > 0) throw new Error(`${file}: not the schema of one provider`);
  return {
    provider: schema.provider,
    resources: schema.resource_schemas,
    dataSources: schema.data_source_schemas,
  };
}

/** The type of the values that a block of configuration describes. */
export function objectType({ attributes, block_types }: Omit<Block, "deprecated">): ObjectType {
  return [
    "object",
    {
      ...mapValues(attributes, attributeType),
      ...mapValues(block_types, (nested) =>
        nestedType(objectType(nested.block), nested.nesting_mode),
      ),
    },
  ];
}

/** A schema as the plugin protocol puts it. */
export const wireSchema = ({ version, block }: VersionedBlock) => ({
  version,
  block: wireBlock(block),
});

/** The schemas of several types as the plugin protocol puts them. */
export const wireSchemas = (schemas: Record<string, VersionedBlock>) =>
  mapValues(schemas, wireSchema);

function attributeType({ type, nested_type }: Attribute): Type {
  if (type) return type;
  if (!nested_type) throw new Error("an attribute has neither type nor nested_type");
  return nestedType(
    objectType({ attributes: nested_type.attributes, block_types: {} }),
    nested_type.nesting_mode,
  );
}

const nestedType = (element: Type, mode: Nesting): Type =>
  mode === "single" ? element : [mode, element];

function wireBlock({ attributes, block_types, deprecated }: Block): object {
  return {
    attributes: Object.entries(attributes).map(wireAttribute),
    block_types: Object.entries(block_types).map(([type_name, nested]) => ({
      type_name,
      block: wireBlock(nested.block),
      nesting: nested.nesting_mode.toUpperCase(),
    })),
    deprecated,
  };
}

function wireAttribute([name, attribute]: [string, Attribute]): object {
  const { type, nested_type } = attribute;
  return {
    ...attribute,
    name,
    type: type && Buffer.from(JSON.stringify(type)),
    nested_type: nested_type && {
      attributes: Object.entries(nested_type.attributes).map(wireAttribute),
      nesting: nested_type.nesting_mode.toUpperCase(),
    },
  };
}
