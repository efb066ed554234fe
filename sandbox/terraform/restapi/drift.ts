/** What `restapi` takes for a change that the server made. */
import { isDeepStrictEqual } from "node:util";
import type { Json, JsonObject } from "../go-text";
import { isJsonObject } from "../go-text";

/**
 * The recorded object, overlaid with what the server changed.
 *
 * @param recorded - the object in the state.
 * @param actual - the object that the server has.
 * @param ignored - keys to leave alone, nested ones with dots.
 */
export function overlay(
  recorded: JsonObject,
  actual: JsonObject,
  ignored: readonly string[],
): JsonObject {
  const result: Record<string, Json> = {};
  for (const [key, before] of Object.entries(recorded)) {
    const now = actual[key];
    if (ignored.includes(key)) result[key] = before;
    else if (isJsonObject(before) && isJsonObject(now)) {
      const inside = ignored.filter((path) => path.split(".")[0] === key);
      const deeper = inside.map((path) => path.slice(key.length + 1));
      const merged = overlay(before, now, deeper);
      result[key] = isDeepStrictEqual(merged, before) ? before : merged;
    } else result[key] = now ?? null;
  }
  const added = Object.entries(actual).filter(([k]) => !(k in recorded) && !ignored.includes(k));
  return { ...result, ...Object.fromEntries(added) };
}

/**
 * The planned object without those nulls that the server leaves out of its answers.
 *
 * @returns the planned object itself when nothing had to go.
 */
export function withoutOmittedNulls(planned: JsonObject, recorded: JsonObject): JsonObject {
  let changed = false;
  const kept: [string, Json][] = [];
  for (const [key, value] of Object.entries(planned)) {
    const there = recorded[key];
    if (value === null && there === undefined) changed = true;
    else if (isJsonObject(value) && isJsonObject(there)) {
      const inner = withoutOmittedNulls(value, there);
      changed ||= inner !== value;
      kept.push([key, inner]);
    } else kept.push([key, value]);
  }
  return changed ? Object.fromEntries(kept) : planned;
}

/** The value at a path with dots; undefined where there is none. */
export function valueAt(data: JsonObject, path: string): Json | undefined {
  return path
    .split(".")
    .reduce<Json | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), data);
}
