import { isDeepStrictEqual } from "node:util";
import type { ResourceChange, Values } from "./plan-json";

/** What happens to a resource, in one word; `other` is what no version of Terraform that we know does. */
export type Action =
  "create" | "update" | "delete" | "replace" | "forget" | "read" | "no-op" | "other";

/** What a plan does to a resource. */
export function actionOf({ change: { actions } }: ResourceChange): Action {
  return ACTIONS.get(actions.join()) ?? "other";
}

/** Whether a replacement makes the new one before the old one goes. */
export const createsFirst = ({ change: { actions } }: ResourceChange): boolean =>
  actions[0] === "create" && actions.length === 2;

const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ["create", "create"],
  ["update", "update"],
  ["delete", "delete"],
  ["delete,create", "replace"],
  ["create,delete", "replace"],
  ["forget", "forget"],
  ["create,forget", "replace"],
  ["forget,create", "replace"],
  ["read", "read"],
  ["no-op", "no-op"],
]);

/** Whether anything happens to a resource: it is changed, moved, imported or forgotten. */
export function happens(change: ResourceChange): boolean {
  const action = actionOf(change);
  if (change.mode === "data") return false;
  return action !== "no-op" || Boolean(change.previous_address) || Boolean(change.change.importing);
}

/** Stands for a value that Terraform learns when it applies. */
export const UNKNOWN = Symbol("known after apply");

/** Stands for a value that must not be shown. */
export const SENSITIVE = Symbol("sensitive");

/** Whether a mask of the plan (`after_unknown`, `before_sensitive`) has a mark anywhere in it. */
export function marked(mask: unknown): boolean {
  if (typeof mask === "object" && mask !== null) return Object.values(mask).some(marked);
  return mask === true;
}

const under = (mask: unknown, name: string): unknown =>
  typeof mask === "object" && mask !== null ? (mask as Values)[name] : mask;

/** Whether Terraform learns an attribute, or any part of it, only when it applies. */
export const isUnknown = ({ change }: ResourceChange, name: string): boolean =>
  Boolean(change.after) && marked(under(change.after_unknown, name));

/** An attribute before the change; {@link SENSITIVE} if Terraform marks any of it. */
export function before({ change }: ResourceChange, name: string): unknown {
  if (marked(under(change.before_sensitive, name))) return SENSITIVE;
  return change.before?.[name];
}

/** An attribute after the change; {@link SENSITIVE} or {@link UNKNOWN} if any of it is. */
export function after({ change }: ResourceChange, name: string): unknown {
  if (!change.after) return undefined;
  if (marked(under(change.after_sensitive, name))) return SENSITIVE;
  if (marked(under(change.after_unknown, name))) return UNKNOWN;
  return change.after[name];
}

/** Nothing, in any of the ways in which providers say it. */
export const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === "" ||
  (Array.isArray(value) && value.length === 0);

/** Whether two values say the same; nothing is nothing, however it is written. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other || (isEmpty(one) && isEmpty(other))) return true;
  if (typeof one !== "object" || typeof other !== "object") return false;
  return isDeepStrictEqual(one, other);
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** A JSON object in an attribute; `undefined` if the attribute holds none. */
export function jsonObject(text: unknown): Values | undefined {
  // A parser that fails is slow, and most texts are no objects.
  if (typeof text !== "string" || !text.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Values)
      : undefined;
  } catch {
    return undefined;
  }
}
