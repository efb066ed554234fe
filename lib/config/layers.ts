import type { PropertyPath } from "../rules/rule";

/** A mapping of a configuration file. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Whether a value is a mapping. */
export const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An integration as it is in the file, over what it shares with others. */
export interface Layers {
  /** Path of the integration. */
  readonly path: PropertyPath;
  /** What the integration says. */
  readonly own: unknown;
  /** What `defaults` says. */
  readonly shared: unknown;
}

/** An integration's own settings over the shared ones: mappings are merged, all else is replaced. */
export const merged = ({ own, shared }: Layers): unknown => merge(shared, own);

function merge(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isMapping(below) || !isMapping(above) || !belongTogether(below, above)) return above;
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, merge(child(below, key), child(above, key))]),
  );
}

/** Alternatives exclude each other: another type of backend, another way to name workspaces. */
function belongTogether(below: Mapping, above: Mapping): boolean {
  const [was, is] = [child(below, "type"), child(above, "type")];
  const has = (value: Mapping, key: string) => child(value, key) !== undefined;
  const otherWay =
    (has(below, "name") && has(above, "tags")) || (has(below, "tags") && has(above, "name"));
  return !otherWay && (was === undefined || is === undefined || was === is);
}

/** Where a value of the merged integration comes from. */
export function originOf({ own, path, shared }: Layers, at: PropertyPath): PropertyPath {
  let above = own;
  let below = shared;
  for (const part of at) {
    if (isMapping(above) && isMapping(below) && !belongTogether(above, below)) below = undefined;
    const [next, under] = [child(above, part), child(below, part)];
    if (next === undefined && under === undefined) break;
    above = next;
    below = next === undefined || (isMapping(next) && isMapping(under)) ? under : undefined;
  }
  return above === undefined ? ["defaults", ...at] : [...path, ...at];
}

/** The value at `path`, if there is one. */
export const valueAt = (value: unknown, path: PropertyPath): unknown =>
  path.reduce<unknown>((at, part) => child(at, part), value);

function child(value: unknown, part: string | number): unknown {
  if (Array.isArray(value)) return typeof part === "number" ? (value[part] as unknown) : undefined;
  return isMapping(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}
