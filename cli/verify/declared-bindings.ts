import { isExpression } from "../stacks/expression";
import type { Reference } from "../../lib/declaration";
import type { Binding } from "../servers/authentik/objects";
import type { Declaration } from "./declaration";

/** A binding as it is declared. */
export type DeclaredBinding = Declaration["props"]["bindings"][number];

/** Declared bindings that authentik lacks, and its bindings that are not declared. */
export interface Paired {
  readonly missing: readonly DeclaredBinding[];
  readonly undeclared: readonly Binding[];
}

/** Pairs declared bindings with those that authentik has, by what they bind; each is paired once. */
export function paired(declared: readonly DeclaredBinding[], live: readonly Binding[]): Paired {
  const left = new Set(live);
  const missing = declared.filter((binding) => {
    const found = [...left].find((one) => binds(one, binding));
    if (found === undefined) return true;
    left.delete(found);
    return false;
  });
  return { missing, undeclared: [...left] };
}

function binds(live: Binding, { group, policy, user }: DeclaredBinding): boolean {
  if (group !== undefined) return isReferred(group, live.group, live.group_obj?.name);
  if (user !== undefined) return isReferred(user, live.user, live.user_obj?.username);
  return isReferred("id" in policy ? policy : policy.name, live.policy, live.policy_obj?.name);
}

function isReferred(
  reference: Reference,
  id: string | number | null | undefined,
  name: string | undefined,
): boolean {
  if (typeof reference === "string") return name === reference;
  // What only Terraform knows may be any of this kind.
  if (isExpression(reference.id)) return Boolean(id);
  return String(id) === reference.id;
}
