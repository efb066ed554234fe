import { z } from "zod";
import type { EspoAuthentikIntegrationProps } from "../props";
import type { Form, FormCheck, PropertyPath } from "./form";

/** One property of our own: what it holds, and what happens where it is left out. */
export interface Property {
  /** What it holds; completes "expected …, ". */
  readonly says: string;
  /** Its form. */
  readonly form: Form;
  /** The value that counts where it is left out. @default - there is none */
  readonly default?: unknown;
  /** What counts where it is left out, in words, if that is no fixed value. @default - nothing does */
  readonly otherwise?: string;
  /**
   * The value that follows from the others where it is left out; `path` is its own place.
   * @default - none does
   */
  readonly from?: (given: EspoAuthentikIntegrationProps, path: PropertyPath) => unknown;
  /** Whether it must be given. @default false */
  readonly required?: true;
  /** The one value that no rule refuses. @default - there are several */
  readonly const?: unknown;
  /** A value as people write it. */
  readonly example?: unknown;
  /**
   * How a configuration file says it: under another key, as another kind of value, or (`false`) not at
   * all. @default - as the construct does
   */
  readonly inFile?:
    false | (Pick<Property, "says" | "form" | "example"> & { readonly key: string });
}

/** Properties by name. */
export type Properties = Readonly<Record<string, Property>>;

/** A property for each key of the props interface `P`: the compiler refuses one that is missing. */
export type PropertiesOf<P> = { readonly [K in keyof P]-?: Property };

/** The schema of one property in a configuration file. */
export function schemaOf(property: Property): z.ZodType {
  const { inFile } = property;
  const { example, form, says } = inFile ? { ...property, ...inFile } : property;
  const schema = form.schema.meta({
    ...form.schema.meta(),
    description: says,
    ...("default" in property && { default: property.default }),
    ...(property.otherwise !== undefined && { otherwise: property.otherwise }),
    ...(property.const !== undefined && { const: property.const }),
    ...(example !== undefined && { examples: [example] }),
  });
  return property.required ? schema : schema.optional();
}

/** The schema of an object with these properties, as a configuration file has it. */
export const objectSchema = (properties: Properties): z.ZodObject =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(properties).flatMap(([name, property]) =>
        property.inFile === false
          ? []
          : [[property.inFile?.key ?? name, schemaOf(property)] as const],
      ),
    ),
  );

/** The form of an object with these properties. */
export const objectOf = (properties: Properties, ...more: readonly FormCheck[]): Form => ({
  schema: objectSchema(properties),
  properties,
  checks: [
    ...Object.entries(properties).flatMap(([name, { form }]) =>
      form.checks.map(({ find, rule }): FormCheck => ({
        rule,
        find: (object) => {
          const value = valueOf(object, name);
          if (value === undefined) return [];
          return find(value).map((finding) => ({ ...finding, path: [name, ...finding.path] }));
        },
      })),
    ),
    ...more,
  ],
});

const valueOf = (object: unknown, name: string): unknown =>
  typeof object === "object" && object !== null
    ? (object as Readonly<Record<string, unknown>>)[name]
    : undefined;

/** Where the file says what is at `path` in the properties; only certificates are elsewhere. */
export function pathInFile(properties: Properties, path: PropertyPath): PropertyPath {
  const [name, ...rest] = path;
  const property = typeof name === "string" ? properties[name] : undefined;
  return property?.inFile ? [property.inFile.key, ...rest] : path;
}
