import { hasEntitlement } from "../policies/engine";
import { isDict, PythonObject, runPython } from "../python/expression";
import type { AuthentikState } from "../state/authentik-state";
import type { OAuth2Provider, ScopeMapping, User } from "../state/models";

/** Claims by name. */
export type Claims = Readonly<Record<string, unknown>>;

/** A provider's mappings for these scopes, in authentik's order. */
export function mappingsOf(
  state: AuthentikState,
  { property_mappings }: Pick<OAuth2Provider, "property_mappings">,
  scopes: readonly string[],
): ScopeMapping[] {
  return property_mappings
    .flatMap((pk) => state.scopeMappings.get(pk) ?? [])
    .filter(({ scope_name }) => scopes.includes(scope_name))
    .sort((a, b) => (a.scope_name < b.scope_name ? -1 : 1));
}

/**
 * The claims that a provider's mappings give for these scopes. A mapping that fails, or returns
 * something else than a dict, gives none.
 */
export function claimsOf(
  state: AuthentikState,
  provider: OAuth2Provider,
  user: User,
  scopes: readonly string[],
): Claims {
  const globals = {
    request: new PythonObject({ user: userObject(state, user) }),
    user: userObject(state, user),
    provider: new PythonObject({ application: state.applicationOf(provider.pk)?.pk ?? null }),
  };
  return mappingsOf(state, provider, scopes).reduce<Claims>(
    (claims, { expression }) => merge(claims, evaluated(expression, globals)),
    {},
  );
}

function evaluated(expression: string, globals: Readonly<Record<string, unknown>>): Claims {
  try {
    const claims = runPython(expression, globals);
    return isDict(claims) ? claims : {};
  } catch {
    return {};
  }
}

/** Later mappings add to dicts and lists of earlier ones, and replace everything else. */
function merge(before: Claims, after: Claims): Claims {
  const merged: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(after)) {
    const known = merged[name];
    if (Array.isArray(known) && Array.isArray(value)) merged[name] = known.concat(value) as unknown;
    else merged[name] = isDict(known) && isDict(value) ? merge(known, value) : value;
  }
  return merged;
}

/** A user as expressions see it; `groups` are the direct ones. */
function userObject(state: AuthentikState, user: User): PythonObject {
  const groups = user.groups.flatMap((pk) => state.groups.get(pk) ?? []);
  const directGroups = new PythonObject({
    all: () => groups.map(({ name, attributes }) => new PythonObject({ name, attributes })),
  });
  return new PythonObject({
    pk: user.pk,
    uid: state.uidOf(user),
    uuid: user.uuid,
    username: user.username,
    name: user.name,
    email: user.email,
    attributes: user.attributes,
    groups: directGroups,
    ak_groups: directGroups,
    app_entitlements: (application: unknown) =>
      [...state.entitlements.values()]
        .filter(({ app, pbm_uuid }) => app === application && hasEntitlement(state, pbm_uuid, user))
        .map(({ name, attributes }) => new PythonObject({ name, attributes })),
  });
}
