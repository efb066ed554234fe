import { randomUUID } from "node:crypto";
import type { AuthentikState } from "../state/authentik-state";
import { deleteUser } from "../state/deletion";
import type { User } from "../state/models";
import { invalid } from "./errors";
import { optional, readFields, required } from "./fields";
import * as kind from "./kinds";
import { groupSummary } from "./nested";
import type { ApiRequest } from "./request";
import type { Route } from "./route";
import { emailAddress } from "./text-rules";
import { viewSetRoutes } from "./viewset";

const AVATAR = "/static/dist/assets/images/user_default.png";

const TYPES = ["internal", "external", "service_account", "internal_service_account"] as const;

/** Permissions on authentik as a whole that a superuser has, as `users/me` lists them. */
const SYSTEM_PERMISSIONS = [
  "access_admin_interface",
  "add_initialpermissions",
  "add_role",
  "assign_role_permissions",
  "change_initialpermissions",
  "change_role",
  "delete_initialpermissions",
  "delete_role",
  "edit_system_settings",
  "manage_media_files",
  "unassign_role_permissions",
  "view_initialpermissions",
  "view_media_files",
  "view_role",
  "view_system_info",
  "view_system_settings",
];

/** `/core/users/`: accounts, and `/core/users/me/`: whose token the request has. */
export function userRoutes(state: AuthentikState): Route[] {
  return [ownAccountRoute(state), ...accountRoutes(state)];
}

function ownAccountRoute(state: AuthentikState): Route {
  return {
    path: "/core/users/me/",
    actions: {
      GET: {
        access: "authenticated",
        run: ({ caller }) => ({ status: 200, body: { user: caller && ownAccount(state, caller) } }),
      },
    },
  };
}

function ownAccount(state: AuthentikState, user: User): object {
  const isSuperuser = state.isSuperuser(user);
  const groups = [...state.allGroups(user)].flatMap((pk) => state.groups.get(pk) ?? []);
  return {
    pk: user.pk,
    username: user.username,
    name: user.name,
    is_active: user.is_active,
    is_superuser: isSuperuser,
    groups: groups.map(({ name, pk }) => ({ name, pk })),
    roles: rolesOf(state, user).map(({ name, pk }) => ({ name, pk })),
    email: user.email,
    avatar: AVATAR,
    uid: state.uidOf(user),
    settings: {},
    type: user.type,
    system_permissions: isSuperuser ? SYSTEM_PERMISSIONS : [],
  };
}

function accountRoutes(state: AuthentikState): Route[] {
  return viewSetRoutes({
    path: "core/users",
    app: "authentik_core",
    model: "User",
    rows: () => state.users.values(),
    find: (id) => (/^\d+$/.test(id) ? state.users.get(Number(id)) : null),
    ordering: ["username"],
    search: ["username", "name", "email", "uuid"],
    filters: {
      username: (user, [name]) => user.username === name,
      name: (user, [name]) => user.name === name,
      email: (user, [email]) => user.email === email,
      uuid: (user, [uuid]) => user.uuid === uuid,
      path: (user, [path]) => user.path === path,
      is_active: (user, [isActive]) => String(user.is_active) === isActive,
      type: (user, types) => types.includes(user.type),
      groups_by_name: (user, names) =>
        names.some((name) => user.groups.includes(state.groupByName(name)?.pk ?? "")),
      groups_by_pk: (user, pks) => pks.some((pk) => user.groups.includes(pk)),
    },
    represent: (user, { query }) => representUser(state, user, query),
    writes: {
      fields: {
        username: required(kind.text({ max: 150 })),
        name: required(kind.text({ blank: true })),
        is_active: optional(kind.boolean),
        groups: optional(kind.references(kind.reference(state.groups, kind.uuid))),
        roles: optional(kind.references(kind.reference(state.roles, kind.uuid))),
        email: optional(kind.text({ blank: true, max: 254, rules: [emailAddress] })),
        attributes: optional(kind.attributes),
        path: optional(kind.text()),
        type: optional(kind.choice(...TYPES)),
      },
      unique: { username: "This field must be unique." },
      create: (written) => {
        const user = { ...newUser(), ...written, pk: state.nextNumber("user") };
        state.users.set(user.pk, user);
        return user;
      },
      update: (user, written) => {
        Object.assign(user, written, { last_updated: new Date().toISOString() });
      },
      destroy: ({ pk }) => deleteUser(state, pk),
    },
    details: {
      set_password: {
        method: "POST",
        access: "authentik_core.reset_user_password",
        run: (user, request) => {
          user.password = passwordIn(request);
          user.password_change_date = new Date().toISOString();
          return { status: 204 };
        },
      },
    },
  });
}

const rolesOf = (state: AuthentikState, user: User) =>
  user.roles.flatMap((pk) => {
    const role = state.roles.get(pk);
    return role === undefined ? [] : [{ pk, name: role.name }];
  });

function newUser() {
  const now = new Date().toISOString();
  return {
    uuid: randomUUID(),
    email: "",
    is_active: true,
    path: "users",
    type: "internal",
    groups: [],
    roles: [],
    attributes: {},
    password: undefined,
    date_joined: now,
    last_login: null,
    password_change_date: now,
    last_updated: now,
  } satisfies Partial<User>;
}

function passwordIn(request: ApiRequest): string {
  const { values, errors } = readFields({ password: required(kind.text()) }, request.body(), false);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return String(values["password"]);
}

/** A user, by itself or inside a token. */
export function representUser(
  state: AuthentikState,
  user: User,
  query = new URLSearchParams(),
): object {
  const included = (what: string) =>
    (query.get(`include_${what}`) ?? "true").toLowerCase() === "true";
  const groups = user.groups.flatMap((pk) => state.groups.get(pk) ?? []);
  return {
    ...user,
    password: undefined,
    is_superuser: state.isSuperuser(user),
    groups_obj: included("groups") ? groups.map(groupSummary) : null,
    roles_obj: included("roles") ? rolesOf(state, user) : null,
    avatar: AVATAR,
    uid: state.uidOf(user),
  };
}
