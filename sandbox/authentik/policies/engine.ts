import type { AuthentikState } from "../state/authentik-state";
import type { PolicyBinding, PolicyEngineMode, User } from "../state/models";
import { evaluate } from "./expression";

/** What access is asked for. */
export interface PolicyTarget {
  /** Bindings of the application or entitlement. */
  readonly bindings: readonly PolicyBinding[];
  /** How their results combine. */
  readonly mode: PolicyEngineMode;
  /** Result without any enabled binding: true for applications, false for entitlements. */
  readonly emptyResult: boolean;
}

/**
 * Whether the bindings let a user pass. Bindings of groups and users count together as one result
 * (authentik's "static bindings"), each policy as one of its own.
 */
export function passes(state: AuthentikState, target: PolicyTarget, user: User): boolean {
  const enabled = target.bindings.filter((binding) => binding.enabled);
  if (enabled.length === 0) return target.emptyResult;
  const { mode } = target;
  const statics = enabled.filter((binding) => binding.policy === null);
  const results = enabled
    .filter((binding) => binding.policy !== null)
    .map((binding) => policyPasses(state, binding, user));
  if (statics.length > 0) {
    results.push(
      combine(
        mode,
        statics.map((binding) => staticPasses(state, binding, user)),
      ),
    );
  }
  return combine(mode, results);
}

/** Whether a user has access to an application. Superusers are bound like everyone. */
export function hasAccess(
  state: AuthentikState,
  application: { readonly pk: string; readonly policy_engine_mode: PolicyEngineMode },
  user: User,
): boolean {
  const bindings = state.bindingsOf(application.pk);
  return passes(state, { bindings, mode: application.policy_engine_mode, emptyResult: true }, user);
}

/** Whether a user has an entitlement: only through a binding. */
export function hasEntitlement(state: AuthentikState, entitlement: string, user: User): boolean {
  const bindings = state.bindingsOf(entitlement);
  return passes(state, { bindings, mode: "any", emptyResult: false }, user);
}

function combine(mode: PolicyEngineMode, results: readonly boolean[]): boolean {
  return mode === "any" ? results.some(Boolean) : results.every(Boolean);
}

function staticPasses(state: AuthentikState, binding: PolicyBinding, user: User): boolean {
  const passing =
    binding.group === null ? binding.user === user.pk : state.allGroups(user).has(binding.group);
  return passing !== binding.negate;
}

/** A policy that fails gives the binding's failure result; that is negated like any other. */
function policyPasses(state: AuthentikState, binding: PolicyBinding, user: User): boolean {
  const expression = state.policies.get(binding.policy ?? "")?.expression ?? "";
  const groupNames = new Set(
    [...state.allGroups(user)].flatMap((pk) => state.groups.get(pk)?.name ?? []),
  );
  const result = evaluate(expression, { user, groupNames });
  return (result === "error" ? binding.failure_result : result) !== binding.negate;
}
