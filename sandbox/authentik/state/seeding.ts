import type { AuthentikState } from "./authentik-state";
import { seededUuid } from "./identifiers";
import type { Group, User } from "./models";
import type { AuthentikSeed } from "./seed-schema";
import { TEST_KEYS } from "./test-keys";

type Seeds<K extends keyof AuthentikSeed> = NonNullable<AuthentikSeed[K]>[number];

/**
 * Adds a seed to the state. What is there under the same name is replaced; groups, users and flows
 * keep their ids.
 */
export function sow(state: AuthentikState, seed: AuthentikSeed): void {
  for (const flow of seed.flows ?? []) {
    const pk = seededUuid("flow", flow.slug);
    const { authentication = "none", stages = [] } = flow;
    state.flows.set(pk, { ...flow, authentication, stages, pk });
  }
  for (const mapping of seed.scopeMappings ?? []) sowScopeMapping(state, mapping);
  for (const keyPair of seed.keyPairs ?? []) sowKeyPair(state, keyPair);
  for (const group of seed.groups ?? []) sowGroup(state, group);
  for (const role of seed.roles ?? []) sowRole(state, role);
  for (const user of seed.users ?? []) sowUser(state, user);
  for (const token of seed.tokens ?? []) sowToken(state, token);
}

function sowRole(state: AuthentikState, { name, permissions }: Seeds<"roles">): void {
  const pk = state.roleByName(name)?.pk ?? seededUuid("role", name);
  state.roles.set(pk, { pk, name, permissions });
}

function sowToken(state: AuthentikState, { intent = "api", key, user }: Seeds<"tokens">): void {
  const owner = named(state.userByName(user), "user", user).pk;
  const pk = seededUuid("token", key);
  const identifier = `${user}-${pk.slice(0, 8)}`;
  const expiring = { expiring: false, expires: new Date().toISOString() };
  state.tokens.set(key, { pk, identifier, key, user: owner, intent, description: "", ...expiring });
}

function sowScopeMapping(state: AuthentikState, seed: Seeds<"scopeMappings">): void {
  const pk = seededUuid("scope mapping", seed.name);
  state.scopeMappings.set(pk, {
    pk,
    managed: seed.managed ?? null,
    name: seed.name,
    scope_name: seed.scopeName,
    description: seed.description ?? "",
    expression: seed.expression,
  });
}

function sowKeyPair(state: AuthentikState, { name, key }: Seeds<"keyPairs">): void {
  const pk = seededUuid("key pair", name);
  state.keyPairs.set(pk, { pk, name, material: TEST_KEYS[key] });
}

function sowGroup(state: AuthentikState, seed: Seeds<"groups">): void {
  const known = state.groupByName(seed.name);
  const group: Group = {
    pk: known?.pk ?? seededUuid("group", seed.name),
    num_pk: known?.num_pk ?? state.nextNumber("group"),
    name: seed.name,
    is_superuser: seed.isSuperuser ?? false,
    parents: groupsNamed(state, seed.parents ?? []),
    attributes: seed.attributes ?? {},
  };
  state.groups.set(group.pk, group);
}

function sowUser(state: AuthentikState, seed: Seeds<"users">): void {
  const known = state.userByName(seed.username);
  const now = new Date().toISOString();
  const user: User = {
    pk: known?.pk ?? state.nextNumber("user"),
    uuid: known?.uuid ?? seededUuid("user", seed.username),
    username: seed.username,
    name: seed.name ?? seed.username,
    email: seed.email ?? "",
    is_active: seed.isActive ?? true,
    path: "users",
    type: seed.type ?? "internal",
    groups: groupsNamed(state, seed.groups ?? []),
    roles: (seed.roles ?? []).map((name) => named(state.roleByName(name), "role", name).pk),
    attributes: seed.attributes ?? {},
    password: seed.password,
    date_joined: known?.date_joined ?? now,
    last_login: known?.last_login ?? null,
    password_change_date: now,
    last_updated: now,
  };
  state.users.set(user.pk, user);
}

function groupsNamed(state: AuthentikState, names: readonly string[]): string[] {
  return names.map((name) => named(state.groupByName(name), "group", name).pk);
}

function named<T>(row: T | undefined, kind: string, name: string): T {
  if (row === undefined) throw new Error(`The seed names a ${kind} "${name}" that does not exist.`);
  return row;
}
