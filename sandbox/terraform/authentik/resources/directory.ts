/** Groups, users and their tokens. */
import { scalarText } from "../../go-text";
import { asText } from "../../wire/values";
import { json, oneOf } from "../attribute";
import {
  flag,
  integer,
  jsonText,
  list,
  optionalText,
  serverOrderedList,
  text,
  writeOnly,
} from "../fields";
import type { RestResource } from "../rest-resource";
import * as shapes from "../shapes";

/** `authentik_group`. */
export const group: RestResource = {
  path: "/core/groups/",
  id: "pk",
  shape: shapes.group,
  query: {
    include_children: "false",
    include_inherited_roles: "false",
    include_parents: "false",
    include_users: "false",
  },
  fields: {
    name: text,
    is_superuser: flag,
    parents: list,
    users: list,
    roles: serverOrderedList,
    attributes: jsonText,
  },
  behaviours: { is_superuser: { standard: false }, attributes: json },
};

/** `authentik_user`; the password is set once, when the user is made. */
export const user: RestResource = {
  path: "/core/users/",
  id: "pk",
  shape: shapes.user,
  fields: {
    username: text,
    name: text,
    type: text,
    email: optionalText,
    is_active: flag,
    path: text,
    groups: list,
    roles: list,
    attributes: jsonText,
  },
  behaviours: {
    name: { standard: "" },
    type: {
      standard: "internal",
      ...oneOf("internal", "external", "service_account", "internal_service_account"),
    },
    is_active: { standard: true },
    path: { standard: "users" },
    attributes: json,
  },
  afterCreate: async (client, path, planned) => {
    const password = asText(planned["password"]);
    if (password) await client.tell("POST", `${path}set_password/`, { password });
  },
};

/** `authentik_token`; neither `expires` nor `expiring` is ever read back. */
export const token: RestResource = {
  path: "/core/tokens/",
  id: "identifier",
  shape: shapes.token,
  fields: {
    identifier: text,
    user: integer,
    intent: text,
    description: optionalText,
    expires: writeOnly(optionalText),
    expiring: writeOnly(flag),
  },
  behaviours: {
    retrieve_key: { standard: false },
    intent: {
      standard: "api",
      ...oneOf("verification", "api", "recovery", "app_password"),
    },
    expiring: { standard: true },
  },
  readMore: async (client, path, { expires }, { retrieve_key }) => ({
    ...(typeof expires === "string" && {
      expires_in: Math.trunc((Date.parse(expires) - Date.now()) / 1000),
    }),
    ...(retrieve_key === true && {
      key: scalarText((await client.get(`${path}view_key/`, shapes.tokenKey))["key"]),
    }),
  }),
};
