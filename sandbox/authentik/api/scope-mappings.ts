import { randomUUID } from "node:crypto";
import type { AuthentikState } from "../state/authentik-state";
import { deleteScopeMapping } from "../state/deletion";
import { isUuid } from "../state/identifiers";
import { optional, required } from "./fields";
import * as kind from "./kinds";
import type { Route } from "./route";
import { python } from "./text-rules";
import { viewSetRoutes } from "./viewset";

/** `/propertymappings/provider/scope/`: scope mappings. `managed` may be asked for repeatedly. */
export function scopeMappingRoutes(state: AuthentikState): Route[] {
  return viewSetRoutes({
    path: "propertymappings/provider/scope",
    app: "authentik_providers_oauth2",
    model: "ScopeMapping",
    rows: () => state.scopeMappings.values(),
    find: (id) => (isUuid(id) ? state.scopeMappings.get(id) : null),
    ordering: ["scope_name", "name"],
    search: ["name", "scope_name"],
    filters: {
      managed: ({ managed }, wanted) => managed !== null && wanted.includes(managed),
      managed__isnull: ({ managed }, [isNull]) => String(managed === null) === isNull,
      name: (mapping, [name]) => mapping.name === name,
      scope_name: (mapping, [name]) => mapping.scope_name === name,
    },
    existing: ["managed"],
    represent: (mapping) => ({
      ...mapping,
      component: "ak-property-mapping-provider-scope-form",
      verbose_name: "Scope Mapping",
      verbose_name_plural: "Scope Mappings",
      meta_model_name: "authentik_providers_oauth2.scopemapping",
    }),
    writes: {
      fields: {
        managed: optional(kind.nullable(kind.text())),
        name: required(kind.text()),
        expression: required(kind.text({ rules: [python("None")] })),
        scope_name: required(kind.text()),
        description: optional(kind.text({ blank: true })),
      },
      unique: {
        name: "Property Mapping with this name already exists.",
        managed: "Property Mapping with this Managed by authentik already exists.",
      },
      create: (written) => {
        const mapping = { managed: null, description: "", ...written, pk: randomUUID() };
        state.scopeMappings.set(mapping.pk, mapping);
        return mapping;
      },
      destroy: ({ pk }) => deleteScopeMapping(state, pk),
    },
  });
}
