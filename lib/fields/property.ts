import { z } from "zod";
import type { Form, FormCheck, Properties, Property } from "./form";

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
