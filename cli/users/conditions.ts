import { isExpression } from "../stacks/expression";
import type { Reference } from "../../lib/declaration";
import { type Binding, boundKind, boundName } from "../servers/authentik/objects";
import type { DeclaredBinding } from "../verify/declared-bindings";
import { condition, type EntryCondition, type GroupRow, groupAndBelow, type Holds } from "./entry";

/** Conditions, and what has to be said of them. No name of a person is in the notes. */
export interface Conditions {
  readonly conditions: readonly EntryCondition[];
  readonly notes: readonly string[];
}

/** Whether only Terraform knows a value; a program's own flag is an object until then. */
const isTerraforms = (value: unknown): boolean =>
  typeof value === "string" ? isExpression(value) : typeof value === "object" && value !== null;

const UNKNOWN: Holds = () => undefined;

/** Declared bindings as conditions; those that are switched off count for nothing. */
export function declaredConditions(
  bindings: readonly DeclaredBinding[],
  groups: readonly GroupRow[],
): Conditions {
  const notes: string[] = [];
  const conditions = bindings.flatMap((binding): EntryCondition[] => {
    if (binding.enabled === false) return [];
    const holds = declaredHolds(binding, groups, notes);
    if (isTerraforms(binding.enabled) || isTerraforms(binding.negate)) {
      notes.push("Whether a binding counts or is negated is known to Terraform alone.");
      return [{ holds: UNKNOWN }];
    }
    return [condition(holds, binding.negate === true)];
  });
  return { conditions, notes };
}

function declaredHolds(
  { group, policy, user }: DeclaredBinding,
  groups: readonly GroupRow[],
  notes: string[],
): Holds {
  if (group !== undefined) return groupHolds(group, groups, notes);
  if (user !== undefined) return userHolds(user);
  if ("id" in policy) return policyHolds(`with the id ${policy.id}`, undefined, notes);
  return policyHolds(`"${policy.name}"`, policy.expression, notes);
}

function groupHolds(group: Reference, groups: readonly GroupRow[], notes: string[]): Holds {
  const wanted = typeof group === "string" ? group : group.id;
  const found = groups.find(({ name, pk }) => (typeof group === "string" ? name : pk) === wanted);
  if (found !== undefined) return inGroup(found.pk, groups);
  if (isExpression(wanted)) {
    notes.push("A binding's group is known to Terraform alone.");
    return UNKNOWN;
  }
  notes.push(`authentik has no group "${wanted}": nobody is in it.`);
  return () => false;
}

function inGroup(pk: string, groups: readonly GroupRow[]): Holds {
  const all = groupAndBelow(pk, groups);
  return (user) => user.groups.some((group) => all.has(group));
}

function userHolds(user: Reference): Holds {
  if (typeof user === "string") return ({ username }) => username === user;
  return isExpression(user.id) ? UNKNOWN : ({ pk }) => String(pk) === user.id;
}

/** A policy is code that runs in authentik; the two that say the same of everybody are read here. */
function policyHolds(shown: string, expression: string | undefined, notes: string[]): Holds {
  const constant = /^\s*return (True|False)\s*$/.exec(expression ?? "")?.[1];
  if (constant !== undefined) return () => constant === "True";
  notes.push(`The policy ${shown} decides in authentik, so who it lets in is not known here.`);
  return UNKNOWN;
}

/** Bindings that authentik has and nobody declared, as conditions. */
export function liveConditions(
  bindings: readonly Binding[],
  groups: readonly GroupRow[],
): Conditions {
  const counting = bindings.filter(({ enabled }) => enabled);
  const notes = counting.map((binding) => {
    const kind = boundKind(binding);
    const shown = kind === "user" ? "a user" : `the ${kind} "${boundName(binding)}"`;
    return `authentik's application has a binding of ${shown} that is not declared; it is counted in.`;
  });
  const conditions = counting.map((binding) => {
    const { group, negate, policy_obj, user } = binding;
    if (group) return condition(inGroup(group, groups), negate);
    if (user) return condition(({ pk }) => pk === user, negate);
    return condition(policyHolds(`"${boundName(binding)}"`, policy_obj?.expression, notes), negate);
  });
  return { conditions, notes };
}
