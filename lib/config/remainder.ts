import type { PropertyPath } from "../rules/rule";
import { isMapping, type Mapping, valueAt } from "./layers";
import { type IntegrationConfiguration, integrationSchema } from "./schema/index";

/** What is left of an integration when all that the schema refuses is taken out. */
export interface Remainder {
  /** What the schema accepts, so that rules can check it. */
  readonly configuration: IntegrationConfiguration;
  /** What was taken out or put in: what rules find there only follows from it. */
  readonly unknown: readonly PropertyPath[];
}

/** What stands in for what every integration needs. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  authentik: { url: "https://authentik.example" },
  "authentik.url": "https://authentik.example",
  espocrm: { url: "https://espocrm.example" },
  "espocrm.url": "https://espocrm.example",
  application: { name: "EspoCRM", slug: "espocrm" },
  "application.name": "EspoCRM",
  "application.slug": "espocrm",
};

/** Each pass takes out what the one before has uncovered; the schema has no more levels than these. */
const PASSES = 8;

/** The part of an integration that rules can check, or `undefined` if there is none. */
export function remainderOf(integration: unknown): Remainder | undefined {
  const unknown: PropertyPath[] = [];
  let value = integration;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const { data, error, success } = integrationSchema.safeParse(value);
    if (success) return { configuration: data as unknown as IntegrationConfiguration, unknown };
    for (const { path, ...issue } of error.issues) {
      const keys = issue.code === "unrecognized_keys" ? issue.keys : [undefined];
      for (const key of keys) {
        const at = [...(path as PropertyPath), ...(key === undefined ? [] : [key])];
        const [place, replacement] = mendAt(value, at);
        if (place.length === 0) return undefined;
        unknown.push(place);
        value = replaced(value, place, replacement);
      }
    }
  }
  return undefined;
}

/** What to replace, and by what, so that the value at `path` is not refused any more. */
function mendAt(value: unknown, path: PropertyPath): [PropertyPath, unknown] {
  const name = path.join(".");
  if (Object.hasOwn(STAND_INS, name)) return [path, STAND_INS[name]];
  if (path[0] === "bindings" && path.length === 2) return [path, {}];
  const removable = typeof path.at(-1) === "string" && valueAt(value, path) !== undefined;
  return removable ? [path, undefined] : mendAtParent(path);
}

function mendAtParent(path: PropertyPath): [PropertyPath, unknown] {
  const parent = path.slice(0, -1);
  const isItem = typeof parent.at(-1) === "number";
  if (!isItem) return [parent, undefined];
  return parent[0] === "bindings" ? [parent, {}] : [parent.slice(0, -1), undefined];
}

function replaced(value: unknown, [part, ...rest]: PropertyPath, by: unknown): unknown {
  if (part === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === part ? replaced(item, rest, by) : item));
  }
  const mapping: Mapping = isMapping(value) ? value : {};
  const entries = new Map(Object.entries(mapping));
  const next = replaced(entries.get(String(part)), rest, by);
  if (next === undefined) entries.delete(String(part));
  else entries.set(String(part), next);
  return Object.fromEntries(entries);
}

/** Whether one path leads to the other, or into it. */
export const areRelated = (a: PropertyPath, b: PropertyPath): boolean =>
  a.slice(0, b.length).every((part, index) => part === b[index]);
