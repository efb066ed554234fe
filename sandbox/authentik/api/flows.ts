import type { AuthentikState } from "../state/authentik-state";
import { seededUuid } from "../state/identifiers";
import { FLOW_DESIGNATIONS, type Flow } from "../state/models";
import type { Route } from "./route";
import { viewSetRoutes } from "./viewset";

const BACKGROUND = "/static/dist/assets/images/flow_background.jpg";

/** `/flows/instances/`: flows, by slug. Read-only: the sandbox has those it was seeded with. */
export function flowRoutes(state: AuthentikState): Route[] {
  return viewSetRoutes({
    path: "flows/instances",
    app: "authentik_flows",
    model: "Flow",
    rows: () => state.flows.values(),
    find: (id) => [...state.flows.values()].find((flow) => flow.slug === id),
    ordering: ["slug", "name"],
    search: ["name", "slug", "designation", "title"],
    filters: {
      flow_uuid: (flow, [uuid]) => flow.pk === uuid,
      name: (flow, [name]) => flow.name === name,
      slug: (flow, [slug]) => flow.slug === slug,
      designation: (flow, [designation]) => flow.designation === designation,
    },
    choices: { designation: FLOW_DESIGNATIONS },
    represent: (flow) => represent(state, flow),
  });
}

/** A flow's stages have ids, but no paths of their own here. */
function represent(state: AuthentikState, flow: Flow): object {
  return {
    ...flow,
    policybindingmodel_ptr_id: flow.pk,
    background: "",
    background_url: BACKGROUND,
    background_themed_urls: null,
    stages: flow.stages.map((stage) => seededUuid("stage", `${flow.slug} ${stage}`)),
    policies: state.bindingsOf(flow.pk).map(({ pk }) => pk),
    cache_count: 0,
    policy_engine_mode: "any",
    compatibility_mode: false,
    export_url: `/api/v3/flows/instances/${flow.slug}/export/`,
    layout: "stacked",
    denied_action: "message_continue",
  };
}
