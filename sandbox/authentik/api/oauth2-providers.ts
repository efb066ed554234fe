import type { AuthentikState } from "../state/authentik-state";
import { deleteProvider } from "../state/deletion";
import { generateId } from "../state/identifiers";
import {
  GRANT_TYPES,
  type GrantType,
  type OAuth2Provider,
  type RedirectUri,
  SUB_MODES,
} from "../state/models";
import type { ReleaseTraits } from "../release";
import { invalid } from "./errors";
import { optional, required } from "./fields";
import { idTokenClaims } from "../oidc/token-claims";
import * as kind from "./kinds";
import { providerSummary } from "./nested";
import { redirectUris } from "./redirect-uris";
import type { ApiRequest } from "./request";
import type { Route } from "./route";
import { setupUrls } from "./setup-urls";
import { duration, url } from "./text-rules";
import { viewSetRoutes } from "./viewset";

function fields(state: AuthentikState, traits: ReleaseTraits) {
  const flow = kind.reference(state.flows, kind.uuid);
  const key = kind.nullable(kind.reference(state.keyPairs, kind.uuid));
  const validity = optional(kind.text({ rules: [duration] }));
  // authentik knows OAuth sources; the sandbox has none, so that none can be named.
  const source = kind.reference(new Map<string, never>(), kind.uuid);
  return {
    name: required(kind.text()),
    authentication_flow: optional(kind.nullable(flow)),
    authorization_flow: required(flow),
    invalidation_flow: required(flow),
    property_mappings: optional(kind.references(kind.reference(state.scopeMappings, kind.uuid))),
    client_type: optional(kind.choice("confidential", "public")),
    client_id: optional(kind.text({ max: 255 })),
    client_secret: optional(kind.text({ max: 255, blank: true })),
    access_code_validity: validity,
    access_token_validity: validity,
    refresh_token_validity: validity,
    refresh_token_threshold: validity,
    include_claims_in_id_token: optional(kind.boolean),
    signing_key: optional(key),
    encryption_key: optional(key),
    redirect_uris: required(redirectUris(traits)),
    logout_uri: optional(kind.text({ blank: true, rules: [url("http", "https")] })),
    logout_method: optional(kind.choice("backchannel", "frontchannel")),
    sub_mode: optional(kind.choice(...SUB_MODES)),
    issuer_mode: optional(kind.choice("global", "per_provider")),
    jwt_federation_sources: optional(kind.references(source)),
    jwt_federation_providers: optional(
      kind.references(kind.reference(state.providers, kind.number)),
    ),
    ...(traits.grantTypes && {
      grant_types: optional(kind.words(kind.choice(...grantTypesOf(traits)))),
    }),
  };
}

/** The grants that a provider of a release line may allow. */
const grantTypesOf = ({ tokenExchange }: ReleaseTraits): readonly GrantType[] =>
  GRANT_TYPES.filter((grant) => tokenExchange || !grant.endsWith("token-exchange"));

/** What a provider is where the request says nothing: authentik's defaults, not its UI's. */
function defaults() {
  return {
    authentication_flow: null,
    property_mappings: [],
    client_type: "confidential",
    grant_types: [],
    client_id: generateId(),
    client_secret: generateId(128),
    access_code_validity: "minutes=1",
    access_token_validity: "hours=1",
    refresh_token_validity: "days=30",
    refresh_token_threshold: "seconds=0",
    include_claims_in_id_token: true,
    signing_key: null,
    encryption_key: null,
    logout_uri: "",
    logout_method: "backchannel",
    sub_mode: "hashed_user_id",
    issuer_mode: "per_provider",
    jwt_federation_sources: [],
    jwt_federation_providers: [],
  } satisfies Partial<OAuth2Provider>;
}

/** `/providers/oauth2/`: OAuth2/OpenID providers. */
export function oauth2ProviderRoutes(state: AuthentikState, traits: ReleaseTraits): Route[] {
  return viewSetRoutes({
    path: "providers/oauth2",
    app: "authentik_providers_oauth2",
    model: "OAuth2Provider",
    rows: () => state.providers.values(),
    find: (id) => (/^\d+$/.test(id) ? state.providers.get(Number(id)) : null),
    ordering: ["name"],
    search: ["name"],
    filters: {
      name: (provider, [name]) => provider.name === name,
      client_id: (provider, [clientId]) => provider.client_id === clientId,
      client_type: (provider, [type]) => provider.client_type === type,
      authorization_flow: (provider, [flow]) => provider.authorization_flow === flow,
      signing_key: (provider, [key]) => provider.signing_key === key,
      sub_mode: (provider, [mode]) => provider.sub_mode === mode,
      issuer_mode: (provider, [mode]) => provider.issuer_mode === mode,
      application__isnull: (provider, [isNull]) =>
        String(state.applicationOf(provider.pk) === undefined) === isNull?.toLowerCase(),
      application: (provider, [application]) =>
        state.applicationOf(provider.pk)?.pk === application,
    },
    represent: (provider) => represent(state, traits, provider),
    writes: {
      fields: fields(state, traits),
      unique: {
        name: "provider with this name already exists.",
        client_id: "OAuth2/OpenID Provider with this Client ID already exists.",
      },
      create: (written) => {
        const provider = { ...defaults(), ...written, pk: state.nextNumber("provider") };
        state.providers.set(provider.pk, provider);
        return provider;
      },
      destroy: ({ pk }) => deleteProvider(state, pk),
    },
    details: {
      preview_user: {
        method: "GET",
        access: "superuser",
        run: (provider, request) => ({
          status: 200,
          body: { preview: previewOf(state, provider, request) },
        }),
      },
      setup_urls: {
        method: "GET",
        access: "anyone",
        run: (provider, { origin }) => ({
          status: 200,
          body: {
            ...setupUrls(origin, provider, state.applicationOf(provider.pk)?.slug),
            ...(traits.answersOfAugust && { dcr_registration: null }),
          },
        }),
      },
    },
  });
}

/** The ID token that the caller, or whoever `for_user` names, would get of this provider. */
function previewOf(state: AuthentikState, provider: OAuth2Provider, request: ApiRequest): object {
  const { caller, origin, query } = request;
  const asked = query.get("for_user");
  const user = asked === null ? caller : state.users.get(Number(asked));
  if (user === undefined) throw invalid({ for_user: ["User not found"] });
  const scopes = provider.property_mappings.flatMap(
    (pk) => state.scopeMappings.get(pk)?.scope_name ?? [],
  );
  const authTime = Math.floor(Date.now() / 1000);
  const authorization = { provider: provider.pk, scopes, user: user.pk, session: "", authTime };
  const context = { authorization, provider, user, nonce: undefined, origin };
  // It belongs to no log-in.
  return { ...idTokenClaims(state, context), amr: undefined, sid: undefined };
}

function represent(state: AuthentikState, traits: ReleaseTraits, provider: OAuth2Provider): object {
  const { grant_types, redirect_uris, ...rest } = provider;
  return {
    ...rest,
    ...providerSummary(state, provider),
    ...(traits.grantTypes && { grant_types }),
    redirect_uris: redirect_uris.map((uri) => representUri(traits, uri)),
  };
}

function representUri(traits: ReleaseTraits, uri: RedirectUri): object {
  const { redirect_uri_type, ...rest } = uri;
  return { ...rest, ...(traits.redirectUriType && { redirect_uri_type }) };
}
