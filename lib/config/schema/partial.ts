import { z } from "zod";

/**
 * A schema for a part of what another describes: every key of its objects may be missing. Lists are
 * whole, because they are replaced and not merged.
 */
export function partial(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional) return partial(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodObject) {
    const entries = Object.entries<z.ZodType>(schema.shape);
    return described(
      schema,
      z.strictObject(
        Object.fromEntries(entries.map(([key, inner]) => [key, partial(inner).optional()])),
      ),
    );
  }
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const options = schema.options as readonly z.ZodType[];
    return described(schema, z.union(options.map(partial)));
  }
  return schema;
}

function described(from: z.ZodType, to: z.ZodType): z.ZodType {
  const meta = from.meta();
  return meta === undefined ? to : to.meta(meta);
}
