import { randomUUID } from "node:crypto";
import { hasAccess } from "../policies/engine";
import type { ReleaseTraits } from "../release";
import type { AuthentikState } from "../state/authentik-state";
import { deleteApplication } from "../state/deletion";
import type { Application } from "../state/models";
import { invalid } from "./errors";
import { optional, required } from "./fields";
import * as kind from "./kinds";
import { launchUrlOf } from "./launch-url";
import { providerSummary } from "./nested";
import type { ApiRequest } from "./request";
import type { Route } from "./route";
import { launchUrl, slug, unreservedSlug } from "./text-rules";
import { viewSetRoutes, type DetailAction } from "./viewset";

function fields(state: AuthentikState, traits: ReleaseTraits) {
  const provider = kind.reference(state.providers, kind.number);
  const blank = optional(kind.text({ blank: true }));
  return {
    name: required(kind.text()),
    slug: required(kind.text({ rules: [slug, unreservedSlug] })),
    provider: optional(kind.nullable(provider)),
    backchannel_providers: optional(kind.references(provider)),
    group: blank,
    open_in_new_tab: optional(kind.boolean),
    meta_launch_url: optional(kind.text({ blank: true, rules: [launchUrl] })),
    meta_icon: blank,
    meta_description: blank,
    meta_publisher: blank,
    policy_engine_mode: optional(kind.choice("any", "all")),
    ...(traits.metaHide && { meta_hide: optional(kind.boolean) }),
  };
}

const DEFAULTS = {
  provider: null,
  backchannel_providers: [],
  group: "",
  open_in_new_tab: false,
  meta_launch_url: "",
  meta_icon: "",
  meta_description: "",
  meta_publisher: "",
  meta_hide: false,
  policy_engine_mode: "any",
} satisfies Partial<Application>;

/**
 * `/core/applications/`: applications, by slug. The list shows those that the caller has access to.
 * authentik keeps these in a cache that knows no filters, so that `?slug=` counts one application
 * and shows them all, unless `superuser_full_list` is asked for.
 */
export function applicationRoutes(state: AuthentikState, traits: ReleaseTraits): Route[] {
  return viewSetRoutes({
    path: "core/applications",
    app: "authentik_core",
    model: "Application",
    rows: () => state.applications.values(),
    find: (id) => state.applicationBySlug(id),
    ordering: ["name"],
    search: ["name", "slug", "meta_launch_url", "meta_description", "meta_publisher", "group"],
    filters: {
      slug: (application, [wanted]) => application.slug === wanted,
      name: (application, [name]) => application.name === name,
      group: (application, [group]) => application.group === group,
    },
    listed: (page, { caller, query }) => {
      if (query.get("superuser_full_list")?.toLowerCase() === "true") return page;
      const candidates = query.get("search") ? page : [...state.applications.values()];
      return candidates.filter((one) => caller !== undefined && hasAccess(state, one, caller));
    },
    represent: (application, request) => represent(state, traits, application, request),
    details: { check_access: { method: "GET", access: "superuser", run: checkAccess(state) } },
    writes: {
      fields: fields(state, traits),
      unique: {
        slug: "Application with this slug already exists.",
        provider: "Application with this provider already exists.",
      },
      create: (written) => {
        const application = { ...DEFAULTS, ...written, pk: randomUUID() };
        state.applications.set(application.pk, application);
        return application;
      },
      destroy: ({ pk }) => deleteApplication(state, pk),
    },
  });
}

/** Whether the caller may use an application, or whoever `for_user` names. */
function checkAccess(state: AuthentikState): DetailAction<Application>["run"] {
  return (application, { caller, query }) => {
    const asked = query.get("for_user");
    const user = asked === null ? caller : state.users.get(Number(asked));
    if (user === undefined) throw invalid({ for_user: ["User not found"] });
    const passing = hasAccess(state, application, user);
    return { status: 200, body: { passing, messages: [], log_messages: [] } };
  };
}

function represent(
  state: AuthentikState,
  traits: ReleaseTraits,
  application: Application,
  { caller }: ApiRequest,
): object {
  const { meta_hide, ...rest } = application;
  const summary = (pk: number) => {
    const provider = state.providers.get(pk);
    return provider && providerSummary(state, provider);
  };
  const provider = state.providers.get(application.provider ?? 0);
  return {
    ...rest,
    ...(traits.metaHide && { meta_hide }),
    ...(traits.answersOfAugust && { pbm_uuid: application.pk }),
    provider_obj: provider ? providerSummary(state, provider) : null,
    backchannel_providers_obj: application.backchannel_providers.flatMap((pk) => summary(pk) ?? []),
    launch_url: launchUrlOf(application, provider, caller),
    meta_icon_url: application.meta_icon || null,
    meta_icon_themed_urls: null,
  };
}
