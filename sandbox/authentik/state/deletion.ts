import type { AuthentikState } from "./authentik-state";
import type { PolicyBinding } from "./models";

/*
 * What goes with an object when it is deleted, and what merely forgets it.
 */

/** Deletes an application with its entitlements and all their bindings. */
export function deleteApplication(state: AuthentikState, pk: string): void {
  state.applications.delete(pk);
  for (const entitlement of state.entitlements.values()) {
    if (entitlement.app === pk) deleteEntitlement(state, entitlement.pbm_uuid);
  }
  deleteBindings(state, (binding) => binding.target === pk);
}

/** Deletes an entitlement with its bindings. */
export function deleteEntitlement(state: AuthentikState, pk: string): void {
  state.entitlements.delete(pk);
  deleteBindings(state, (binding) => binding.target === pk);
}

/** Deletes a provider; its application stays, without a provider. */
export function deleteProvider(state: AuthentikState, pk: number): void {
  state.providers.delete(pk);
  for (const application of state.applications.values()) {
    if (application.provider === pk) application.provider = null;
    application.backchannel_providers = without(application.backchannel_providers, pk);
  }
  for (const other of state.providers.values()) {
    other.jwt_federation_providers = without(other.jwt_federation_providers, pk);
  }
}

/** Deletes a policy with its bindings. */
export function deletePolicy(state: AuthentikState, pk: string): void {
  state.policies.delete(pk);
  deleteBindings(state, (binding) => binding.policy === pk);
}

/** Deletes a group with its bindings; members and groups below it stay. */
export function deleteGroup(state: AuthentikState, pk: string): void {
  state.groups.delete(pk);
  for (const user of state.users.values()) user.groups = without(user.groups, pk);
  for (const group of state.groups.values()) group.parents = without(group.parents, pk);
  deleteBindings(state, (binding) => binding.group === pk);
}

/** Deletes a user with its bindings and tokens. */
export function deleteUser(state: AuthentikState, pk: number): void {
  state.users.delete(pk);
  for (const token of state.tokens.values()) {
    if (token.user === pk) state.tokens.delete(token.key);
  }
  deleteBindings(state, (binding) => binding.user === pk);
}

/** Deletes a role; users who had it stay, without it. */
export function deleteRole(state: AuthentikState, pk: string): void {
  state.roles.delete(pk);
  for (const user of state.users.values()) user.roles = without(user.roles, pk);
}

/** Deletes a scope mapping; providers that list it stay, without it. */
export function deleteScopeMapping(state: AuthentikState, pk: string): void {
  state.scopeMappings.delete(pk);
  for (const provider of state.providers.values()) {
    provider.property_mappings = without(provider.property_mappings, pk);
  }
}

function deleteBindings(state: AuthentikState, matches: (binding: PolicyBinding) => boolean): void {
  for (const binding of state.bindings.values()) {
    if (matches(binding)) state.bindings.delete(binding.pk);
  }
}

function without<T>(list: readonly T[], item: T): readonly T[] {
  return list.filter((other) => other !== item);
}
