import { randomUUID } from "node:crypto";
import type { AuthentikState } from "../state/authentik-state";
import { deleteGroup } from "../state/deletion";
import { isUuid } from "../state/identifiers";
import type { Group } from "../state/models";
import { optional, required } from "./fields";
import * as kind from "./kinds";
import { relatedGroup, userSummary } from "./nested";
import type { Route } from "./route";
import { viewSetRoutes } from "./viewset";

/** The sandbox's roles are users' own: groups have none, so that none can be named. */
const NO_ROLES = new Map<string, never>();

/** `/core/groups/`: groups and their members. */
export function groupRoutes(state: AuthentikState): Route[] {
  return viewSetRoutes({
    path: "core/groups",
    app: "authentik_core",
    model: "Group",
    rows: () => state.groups.values(),
    find: (id) => (isUuid(id) ? state.groups.get(id) : null),
    ordering: ["name"],
    search: ["name"],
    filters: {
      name: (group, [name]) => group.name === name,
      is_superuser: (group, [isSuperuser]) => String(group.is_superuser) === isSuperuser,
      members_by_pk: (group, members) =>
        members.some((pk) => state.users.get(Number(pk))?.groups.includes(group.pk)),
      members_by_username: (group, members) =>
        members.some((name) => state.userByName(name)?.groups.includes(group.pk)),
    },
    represent: (group, { query }) => represent(state, group, query),
    writes: {
      fields: {
        name: required(kind.text()),
        is_superuser: optional(kind.boolean),
        parents: optional(kind.references(kind.reference(state.groups, kind.uuid))),
        users: optional(kind.references(kind.reference(state.users, kind.number))),
        attributes: optional(kind.attributes),
        roles: optional(kind.references(kind.reference(NO_ROLES, kind.uuid))),
      },
      unique: { name: "Group with this name already exists." },
      create: ({ users = [], roles: _, ...written }) => {
        const group: Group = {
          is_superuser: false,
          parents: [],
          attributes: {},
          ...written,
          pk: randomUUID(),
          num_pk: state.nextNumber("group"),
        };
        state.groups.set(group.pk, group);
        setMembers(state, group.pk, users);
        return group;
      },
      update: (group, { users, roles: _, ...written }) => {
        Object.assign(group, written);
        if (users) setMembers(state, group.pk, users);
      },
      destroy: ({ pk }) => deleteGroup(state, pk),
    },
  });
}

function setMembers(state: AuthentikState, group: string, members: readonly number[]): void {
  for (const user of state.users.values()) {
    const others = user.groups.filter((pk) => pk !== group);
    user.groups = members.includes(user.pk) ? [...others, group] : others;
  }
}

/** What the query may leave out is null then; the schema calls each `…_obj`. */
function represent(state: AuthentikState, group: Group, query: URLSearchParams): object {
  const included = (what: string, byDefault: boolean) =>
    (query.get(`include_${what}`) ?? String(byDefault)).toLowerCase() === "true";
  const members = state.membersOf(group.pk);
  const children = state.childrenOf(group.pk);
  const parents = group.parents.flatMap((pk) => state.groups.get(pk) ?? []);
  return {
    ...group,
    parents_obj: included("parents", false) ? parents.map(relatedGroup) : null,
    users: members.map(({ pk }) => pk),
    users_obj: included("users", true) ? members.map((user) => userSummary(state, user)) : null,
    roles: [],
    roles_obj: [],
    inherited_roles_obj: included("inherited_roles", false) ? [] : null,
    children: children.map(({ pk }) => pk),
    children_obj: included("children", false) ? children.map(relatedGroup) : null,
  };
}
