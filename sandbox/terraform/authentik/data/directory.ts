/** Look-ups of groups and users. */
import type { JsonObject } from "../../go-text";
import { canonicalTime, isJsonObject, scalarText, writeJson } from "../../go-text";
import type { Attributes } from "../../wire/values";
import { asNumber, asText } from "../../wire/values";
import type { Query } from "../client";
import { itemsOf } from "../fields";
import { isEmpty } from "../legacy-plan";
import { panic } from "../panic";
import * as shapes from "../shapes";
import type { Lookup } from "./lookup";
import { exactlyOne, onlyOf, queryOf } from "./lookup";

/** What the client adds to every request for groups. */
const groupQuery = ({ include_users }: Attributes): Query => ({
  include_children: "false",
  include_inherited_roles: "false",
  include_parents: "false",
  include_users: String(include_users === true),
});

/** What the client adds to every request for users. */
const USER_QUERY: Query = { include_groups: "true", include_roles: "true" };

/** `authentik_group`: with all its members unless it is told not to. */
export const group: Lookup = {
  behaviours: { include_users: { standard: true } },
  validate: (config) => exactlyOne(config, "pk", "name"),
  read: async (client, config) => {
    const pk = asText(config["pk"]);
    const path = "/core/groups/";
    const query = groupQuery(config);
    const found = pk
      ? await client.get(`${path}${pk}/`, shapes.group, query)
      : onlyOf(
          await client.list(path, shapes.group, { ...query, name: asText(config["name"]) }),
          "groups",
        );
    return { id: asText(found["pk"]), ...groupOf(found) };
  },
};

/** `authentik_groups`: page by page. */
export const groups: Lookup = {
  behaviours: { include_users: { standard: true } },
  read: async (client, config) => {
    refuseLists(config, { members_by_pk: "[]int", members_by_username: "[]string" });
    const found = await client.everyPage("/core/groups/", shapes.group, {
      ...groupQuery(config),
      ...queryOf(config, ["attributes", "is_superuser", "name", "ordering", "search"]),
    });
    return { id: "0", groups: found.map((each) => ({ ...groupOf(each), parent_name: "" })) };
  },
};

/** `authentik_user`. */
export const user: Lookup = {
  validate: (config) => exactlyOne(config, "pk", "username"),
  read: async (client, config) => {
    const pk = asNumber(config["pk"]);
    const path = "/core/users/";
    const found = pk
      ? await client.get(`${path}${pk}/`, shapes.user)
      : onlyOf(
          await client.list(path, shapes.user, {
            ...USER_QUERY,
            username: asText(config["username"]),
          }),
          "users",
        );
    return { id: scalarText(found["pk"]), ...userOf(found) };
  },
};

/** `authentik_users`: page by page. */
export const users: Lookup = {
  read: async (client, config) => {
    refuseLists(config, { groups_by_name: "[]string", groups_by_pk: "[]string" });
    const filters = [
      "attributes",
      "email",
      "is_active",
      "is_superuser",
      "name",
      "ordering",
      "path",
      "path_startswith",
      "search",
      "username",
      "uuid",
    ];
    const found = await client.everyPage("/core/users/", shapes.user, {
      ...USER_QUERY,
      ...queryOf(config, filters),
    });
    return { id: "0", users: found.map(userOf) };
  },
};

/** The real provider takes these lists for a type that they never have. */
function refuseLists(config: Attributes, lists: Readonly<Record<string, string>>): void {
  for (const [name, type] of Object.entries(lists)) {
    if (!isEmpty(config[name])) {
      panic(`interface conversion: interface {} is []interface {}, not ${type} (${name})`);
    }
  }
}

const groupOf = (group: JsonObject): Attributes => ({
  pk: asText(group["pk"]),
  num_pk: asNumber(group["num_pk"]),
  name: asText(group["name"]),
  is_superuser: group["is_superuser"] === true,
  attributes: writeJson(group["attributes"] ?? null),
  parents: itemsOf(group["parents"]),
  users: itemsOf(group["users"]),
  users_obj: itemsOf(group["users_obj"]).filter(isJsonObject).map(memberOf),
});

const memberOf = (member: JsonObject): Attributes => ({
  pk: asNumber(member["pk"]),
  username: asText(member["username"]),
  name: asText(member["name"]),
  is_active: member["is_active"] === true,
  last_login: canonicalTime(asText(member["last_login"])),
  email: asText(member["email"]),
  attributes: writeJson(member["attributes"] ?? null),
  uid: asText(member["uid"]),
});

const userOf = (user: JsonObject): Attributes => ({
  ...memberOf(user),
  date_joined: canonicalTime(asText(user["date_joined"])),
  is_superuser: user["is_superuser"] === true,
  groups: itemsOf(user["groups"]),
  avatar: asText(user["avatar"]),
  uuid: asText(user["uuid"]),
  path: asText(user["path"]),
  type: asText(user["type"]),
});
