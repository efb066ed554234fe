import type { Entry, UserRow } from "./person";

/** What a binding says about a user; undefined where only authentik itself can tell. */
export type Holds = (user: UserRow) => boolean | undefined;

/** What one enabled binding asks, its negation included. */
export interface EntryCondition {
  readonly holds: Holds;
}

/** Who gets in: authentik's policy engine, as far as it can be followed from here. */
export interface EntryRule {
  /** Whether one condition is enough. */
  readonly mode: "any" | "all";
  /** Bindings that count. Without one, every user gets in. */
  readonly conditions: readonly EntryCondition[];
}

/**
 * Whether the bindings let a user in. authentik counts groups and users as one result and each policy as
 * one more, which comes to the same: "any of any" is any, and "all of all" is all.
 */
export function entryOf({ conditions, mode }: EntryRule, user: UserRow): Entry {
  if (conditions.length === 0) return "yes";
  const decisive = mode === "any";
  let open = false;
  for (const { holds } of conditions) {
    const held = holds(user);
    if (held === decisive) return decisive ? "yes" : "no";
    open ||= held === undefined;
  }
  if (open) return "perhaps";
  return decisive ? "no" : "yes";
}

/** A condition turned around where the binding says so. */
export const condition = (holds: Holds, negate: boolean): EntryCondition => ({
  holds: (user) => {
    const held = holds(user);
    return held === undefined || !negate ? held : !held;
  },
});

/** A group of authentik's, with the groups above it. */
export interface GroupRow {
  readonly pk: string;
  readonly name: string;
  readonly parents: readonly string[];
}

/** The group and all below it: who is in one of these is in the group. */
export function groupAndBelow(pk: string, groups: readonly GroupRow[]): ReadonlySet<string> {
  const childrenOf = new Map<string, string[]>();
  for (const { parents, pk: child } of groups)
    for (const parent of parents)
      childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), child]);
  const all = new Set([pk]);
  // A set goes on to what is added while it is gone through; a group may be its own parent.
  for (const one of all) for (const child of childrenOf.get(one) ?? []) all.add(child);
  return all;
}
