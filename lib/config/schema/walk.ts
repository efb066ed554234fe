import { z } from "zod";
import type { PropertyPath } from "../../rules/rule";
import { valueAt } from "../layers";

/** What a schema says about a key to people. */
export interface Described {
  /** What it holds. */
  readonly description: string;
  /** A value as people write it. */
  readonly example: unknown;
  /** The one value that no rule refuses. */
  readonly only: unknown;
}

/** A schema without the "may be missing" around it. */
export function bare(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? bare(schema.unwrap() as z.ZodType) : schema;
}

/**
 * The keys that an object has. One of several objects counts like all of them, unless the `type` of a
 * value says which one it is.
 */
export function shapeOf(schema: z.ZodType, type?: unknown): Readonly<Record<string, z.ZodType>> {
  const inner = bare(schema);
  if (inner instanceof z.ZodObject) return inner.shape;
  if (inner instanceof z.ZodUnion) {
    const all = (inner.options as readonly z.ZodType[]).map((option) => shapeOf(option));
    const fitting = all.filter(({ type: own }) => own && bare(own).safeParse(type).success);
    const shapes = fitting.length > 0 ? fitting : all;
    return Object.assign({}, ...shapes) as Record<string, z.ZodType>;
  }
  return {};
}

/** The schema of the value at `path`, with `value` to choose between alternatives. */
export function schemaAt(
  schema: z.ZodType,
  path: PropertyPath,
  value?: unknown,
): z.ZodType | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return schema;
  const inner = bare(schema);
  const next = nextSchema(inner, part, valueAt(value, ["type"]));
  return next === undefined ? undefined : schemaAt(next, rest, valueAt(value, [part]));
}

function nextSchema(inner: z.ZodType, part: string | number, type: unknown): z.ZodType | undefined {
  if (inner instanceof z.ZodArray) return inner.element as z.ZodType;
  if (inner instanceof z.ZodRecord) return inner.valueType as z.ZodType;
  const shape = shapeOf(inner, type);
  return Object.hasOwn(shape, part) ? shape[part] : undefined;
}

/** What a schema says about itself. */
export function describe(schema: z.ZodType | undefined): Described | undefined {
  if (schema === undefined) return undefined;
  const { const: only, description, examples } = bare(schema).meta() ?? {};
  const [example] = Array.isArray(examples) ? (examples as unknown[]) : [];
  return description === undefined ? undefined : { description, example, only };
}

/** Whether a schema takes a name in place of a mapping. */
export function takesName(schema: z.ZodType | undefined): boolean {
  const inner = schema === undefined ? undefined : bare(schema);
  return (
    inner instanceof z.ZodUnion && inner.options.some((option) => option instanceof z.ZodString)
  );
}
