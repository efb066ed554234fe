import { randomUUID } from "node:crypto";
import type { AuthentikState } from "../state/authentik-state";
import { deleteEntitlement } from "../state/deletion";
import { isUuid } from "../state/identifiers";
import { invalidObject } from "./errors";
import { optional, required } from "./fields";
import * as kind from "./kinds";
import type { Route } from "./route";
import { viewSetRoutes } from "./viewset";

/** `/core/application_entitlements/`: permissions inside applications. */
export function applicationEntitlementRoutes(state: AuthentikState): Route[] {
  return viewSetRoutes({
    path: "core/application_entitlements",
    app: "authentik_core",
    model: "ApplicationEntitlement",
    rows: () => state.entitlements.values(),
    find: (id) => (isUuid(id) ? state.entitlements.get(id) : null),
    ordering: ["name"],
    search: ["pbm_uuid", "name", "app"],
    filters: {
      pbm_uuid: (entitlement, [uuid]) => entitlement.pbm_uuid === uuid,
      name: (entitlement, [name]) => entitlement.name === name,
      app: (entitlement, [app]) => entitlement.app === app,
    },
    represent: (entitlement) => ({ ...entitlement }),
    writes: {
      fields: {
        name: required(kind.text()),
        app: required(kind.reference(state.applications, kind.uuid)),
        attributes: optional(kind.attributes),
      },
      validate: (written, row) => {
        const { app, name } = { ...row, ...written };
        const taken = [...state.entitlements.values()].some(
          (other) => other !== row && other.app === app && other.name === name,
        );
        if (taken) throw invalidObject("The fields app, name must make a unique set.");
      },
      create: (written) => {
        const entitlement = { attributes: {}, ...written, pbm_uuid: randomUUID() };
        state.entitlements.set(entitlement.pbm_uuid, entitlement);
        return entitlement;
      },
      destroy: ({ pbm_uuid }) => deleteEntitlement(state, pbm_uuid),
    },
  });
}
