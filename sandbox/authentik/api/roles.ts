import { randomUUID } from "node:crypto";
import type { AuthentikState } from "../state/authentik-state";
import { deleteRole } from "../state/deletion";
import { isUuid } from "../state/identifiers";
import type { Permission, Role } from "../state/models";
import { PERMISSIONS, type KnownPermission } from "../state/permissions";
import { invalid, notFound } from "./errors";
import { readFields, required } from "./fields";
import * as kind from "./kinds";
import { paginate } from "./pagination";
import type { ApiRequest } from "./request";
import type { Route } from "./route";
import { viewSetRoutes } from "./viewset";

/** `/rbac/roles/`, `/rbac/permissions/`, and how the former get the latter: on all objects, not on one. */
export function roleRoutes(state: AuthentikState): Route[] {
  return [...assignment(state), ...roles(state), permissions(state)];
}

const roles = (state: AuthentikState): Route[] =>
  viewSetRoutes({
    path: "rbac/roles",
    app: "authentik_rbac",
    model: "Role",
    rows: () => state.roles.values(),
    find: (id) => (isUuid(id) ? state.roles.get(id) : null),
    ordering: ["name"],
    search: ["name"],
    filters: { name: (role, [name]) => role.name === name },
    represent: ({ pk, name }) => ({ pk, name }),
    writes: {
      fields: { name: required(kind.text()) },
      unique: { name: "Role with this name already exists." },
      create: (written) => {
        const role: Role = { ...written, pk: randomUUID(), permissions: [] };
        state.roles.set(role.pk, role);
        return role;
      },
      destroy: ({ pk }) => deleteRole(state, pk),
    },
  });

function permissions(state: AuthentikState): Route {
  return {
    path: "/rbac/permissions/",
    actions: {
      GET: {
        access: "authenticated",
        run: ({ query }) => {
          const role = query.get("role");
          const given = role === null ? undefined : (state.roles.get(role)?.permissions ?? []);
          const rows = PERMISSIONS.filter(({ permission }) => given?.includes(permission) ?? true);
          const page = paginate(rows, query);
          const results = page.rows.map(represent);
          return { status: 200, body: { pagination: page.pagination, results, autocomplete: {} } };
        },
      },
    },
  };
}

const represent = ({ id, app, codename, model }: KnownPermission) => ({
  ...{ id, codename, model, app_label: app, app_label_verbose: app, model_verbose: model },
  name: `Can ${codename.replace("_", " ")}`,
});

/** Below a role, and neither object nor list: a permission is given and taken. */
function assignment(state: AuthentikState): Route[] {
  const below = "/rbac/permissions/assigned_by_roles/:id(^[^/.]+$)";
  return [
    {
      path: `${below}/assign/`,
      actions: {
        POST: {
          access: "authentik_rbac.assign_role_permissions",
          run: (request) => {
            const [role, named] = asked(state, request);
            role.permissions = [...new Set([...role.permissions, ...named])];
            return { status: 200, body: named.map((one) => ({ id: `${role.pk}-${one}` })) };
          },
        },
      },
    },
    {
      path: `${below}/unassign/`,
      actions: {
        PATCH: {
          access: "authentik_rbac.unassign_role_permissions",
          run: (request) => {
            const [role, named] = asked(state, request);
            role.permissions = role.permissions.filter((one) => !named.includes(one));
            return { status: 204 };
          },
        },
      },
    },
  ];
}

/** The role that a path names, and the permissions that the body does. */
function asked(state: AuthentikState, request: ApiRequest): [Role, readonly Permission[]] {
  const role = state.roles.get(request.params["id"] ?? "");
  if (role === undefined) throw notFound("Role");
  const known = kind.choice(...PERMISSIONS.map(({ permission }) => permission));
  const fields = { permissions: required(kind.words(known)) };
  const { values, errors } = readFields(fields, request.body(), false);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return [role, values["permissions"] as readonly Permission[]];
}
