import { page } from "../pages";
import { type PropertyPath, pathText } from "../rules/rule";
import type { z } from "zod";
import { fileSchema, integrationSchema } from "./schema/index";
import { bare, describe, schemaAt, shapeOf, takesName } from "./schema/walk";
import { nearest, plain } from "./nearest";

/** A key of the configuration. */
interface KnownKey {
  readonly path: readonly string[];
  readonly description: string;
}

const KNOWN: readonly KnownKey[] = knownKeys(integrationSchema, []);

function knownKeys(schema: z.ZodType, path: readonly string[]): KnownKey[] {
  return Object.entries(shapeOf(schema)).flatMap(([key, inner]) => [
    { path: [...path, key], description: describe(inner)?.description ?? "" },
    ...knownKeys(bare(inner), [...path, key]),
  ]);
}

/**
 * What to do about a key that is not known where it stands: a typing error of a known one.
 * @param type what its mapping says of itself in `type`, where keys depend on it
 */
export function typingError(parent: PropertyPath, key: string, type?: unknown): string | undefined {
  const siblings = siblingsOf(parent, type);
  const best = nearest(key, siblings) ?? siblings.find((sibling) => extended(key, sibling));
  if (best === undefined) return undefined;
  const description = describe(schemaAt(fileSchema, [...parent, best]))?.description;
  return `write ${best}${description === undefined ? "" : ` (${description})`}`;
}

const extended = (key: string, sibling: string): boolean =>
  key.length >= 4 && sibling.startsWith(key) && !sibling.endsWith("Variable");

/** Keys that are listed where one of them may have been meant; more than that nobody reads. */
const LISTED = 12;

/**
 * What to do about a key that is not known where it stands: one of another place, or none at all.
 * @param type what its mapping says of itself in `type`, where keys depend on it
 */
export function wrongPlace(parent: PropertyPath, key: string, type?: unknown): string {
  const root = integrationOf(parent);
  const elsewhere =
    KNOWN.find(({ path }) => path.length <= 2 && plain(path.at(-1) ?? "") === plain(key)) ??
    KNOWN.find(({ description }) => key.length > 4 && description.split(/\W+/).includes(key));
  if (elsewhere !== undefined && !isAboutAnother(parent)) {
    return `move it: it belongs to ${pathText([...root, ...elsewhere.path])}`;
  }
  const siblings = siblingsOf(parent, type);
  if (siblings.length === 0) return "take it out";
  return siblings.length > LISTED
    ? `take it out, or choose one of the ${siblings.length} that ${page("configuration.md")} lists`
    : `take it out, or choose one of ${siblings.join(", ")}`;
}

/** Whether a mapping is about an object of its own: what is wrong in it belongs to no other place. */
const isAboutAnother = (path: PropertyPath): boolean =>
  path.some((part) => typeof part === "number") || takesName(schemaAt(fileSchema, path));

const siblingsOf = (parent: PropertyPath, type: unknown): string[] => {
  const schema = schemaAt(fileSchema, parent);
  return schema === undefined ? [] : Object.keys(shapeOf(schema, type));
};

/** The part of a path that leads to an integration, or to the defaults. */
export const integrationOf = (path: PropertyPath): PropertyPath =>
  path[0] === "integrations" && path.length > 1 ? path.slice(0, 2) : ["defaults"];
