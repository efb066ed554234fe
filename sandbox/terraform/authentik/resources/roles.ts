/** Roles, and what they may do. */
import type { JsonObject } from "../../go-text";
import { scalarText } from "../../go-text";
import type { Resource } from "../../host/provider";
import { error, Refusal } from "../../host/provider";
import type { Block } from "../../host/schema";
import type { Attributes } from "../../wire/values";
import { asText } from "../../wire/values";
import type { Behaviours } from "../attribute";
import { validate } from "../attribute";
import type { AuthentikClient } from "../client";
import { list, text } from "../fields";
import { planLegacy } from "../legacy-plan";
import type { RestResource } from "../rest-resource";
import { orNull } from "../rest-resource";
import * as shapes from "../shapes";

/** `authentik_rbac_role`. */
export const role: RestResource = {
  path: "/rbac/roles/",
  id: "pk",
  shape: shapes.role,
  fields: { name: text },
};

/** `authentik_rbac_initial_permissions`. */
export const initialPermissions: RestResource = {
  path: "/rbac/initial_permissions/",
  id: "pk",
  shape: shapes.initialPermissions,
  fields: { name: text, role: text, permissions: list },
};

/** `authentik_rbac_permission_role`: assigned and taken back, never changed. */
export function permissionRole(block: Block): Resource<AuthentikClient> {
  const behaviours = replacing(block);
  const read = async (client: AuthentikClient, state: Attributes): Promise<Attributes> => {
    const found = await findPermission(client, state);
    return {
      ...state,
      permission: nameOf(found),
      ...(asText(state["object_id"]) && { object_id: scalarText(found["object_pk"]) }),
    };
  };
  return {
    validate: (config) => validate(config, behaviours),
    plan: (change) => planLegacy(change, block, behaviours),
    create: async (client, planned) => {
      const path = `/rbac/permissions/assigned_by_roles/${asText(planned["role"])}/assign/`;
      const answer = await orNull(
        client.postForList(path, assignment(planned), shapes.assignedPermission),
      );
      if (!answer) return { state: null };
      const [assigned] = answer;
      if (!assigned || answer.length !== 1) throw new Refusal(error("invalid API response"));
      const state = { ...planned, id: scalarText(assigned["id"]) };
      return { state: await orNull(read(client, state)) };
    },
    read: async (client, state) => ({ state: await orNull(read(client, state)) }),
    update: () => Promise.reject(new Refusal(error("doesn't support update"))),
    destroy: async (client, state) => {
      const path = `/rbac/permissions/assigned_by_roles/${asText(state["role"])}/unassign/`;
      await orNull(client.tell("PATCH", path, assignment(state)));
    },
    import: (_client, id) => Promise.resolve({ id }),
  };
}

/** `authentik_rbac_permission_user`: the release takes it no more, and does nothing. */
export function permissionUser(block: Block): Resource<AuthentikClient> {
  const behaviours = replacing(block);
  return {
    validate: () => [
      {
        severity: "warning",
        summary: "Deprecated Resource",
        detail: "This resource is deprecated. Migrate to `authentik_rbac_permission_role`.",
      },
    ],
    plan: (change) => planLegacy(change, block, behaviours),
    create: () => Promise.resolve({ state: null }),
    read: (_client, state) => Promise.resolve({ state }),
    update: (_client, { planned }) => Promise.resolve({ state: planned }),
    destroy: () => Promise.resolve(),
    import: (_client, id) => Promise.resolve({ id }),
  };
}

const replacing = ({ attributes }: Block): Behaviours =>
  Object.fromEntries(
    Object.keys(attributes)
      .filter((name) => name !== "id")
      .map((name) => [name, { replaces: true }]),
  );

const assignment = ({ permission, model, object_id }: Attributes): JsonObject => ({
  permissions: [asText(permission)],
  ...(asText(model) && { model: asText(model) }),
  ...(asText(object_id) && { object_pk: asText(object_id) }),
});

async function findPermission(client: AuthentikClient, state: Attributes): Promise<JsonObject> {
  const number = asText(state["id"]);
  if (!/^[+-]?\d+$/.test(number)) {
    const said = `strconv.ParseInt: parsing ${JSON.stringify(number)}: invalid syntax`;
    throw new Refusal(error(said));
  }
  const role = asText(state["role"]);
  const query = { page_size: "50" };
  const found = asText(state["object_id"])
    ? (
        await client.everyPage("/rbac/permissions/roles/", shapes.objectPermission, {
          ...query,
          uuid: role,
        })
      ).find(({ id }) => scalarText(id) === state["id"])
    : (await client.everyPage("/rbac/permissions/", shapes.permission, { ...query, role })).find(
        (each) => nameOf(each) === state["permission"],
      );
  if (!found) throw new Refusal(error("permission not found"));
  return found;
}

const nameOf = ({ app_label, codename }: JsonObject): string =>
  `${scalarText(app_label)}.${scalarText(codename)}`;
