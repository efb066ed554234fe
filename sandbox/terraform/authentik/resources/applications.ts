/** Applications, their entitlements, and the OAuth2 providers behind them. */
import type { Json, JsonObject } from "../../go-text";
import { isJsonObject } from "../../go-text";
import { TRAITS } from "../../../authentik/release";
import { type AuthentikRelease, lineOf } from "../../release";
import type { Value } from "../../wire/values";
import { duration, json, oneOf } from "../attribute";
import type { Field } from "../fields";
import {
  asList,
  flag,
  integerReference,
  itemsOf,
  jsonText,
  list,
  mergeConsistently,
  optionalList,
  optionalText,
  readOnly,
  reference,
  serverOrderedList,
  text,
  under,
} from "../fields";
import { panic } from "../panic";
import type { RestResource } from "../rest-resource";
import * as shapes from "../shapes";

/** `authentik_application`. */
export const application = (release: AuthentikRelease): RestResource => ({
  path: "/core/applications/",
  id: "slug",
  shape: shapes.application(TRAITS[lineOf(release)]),
  fields: {
    uuid: readOnly(under("pk", text)),
    name: text,
    slug: text,
    group: optionalText,
    open_in_new_tab: flag,
    meta_hide: flag,
    protocol_provider: under("provider", integerReference),
    backchannel_providers: serverOrderedList,
    meta_launch_url: optionalText,
    meta_icon: optionalText,
    meta_description: optionalText,
    meta_publisher: optionalText,
    policy_engine_mode: text,
  },
  behaviours: {
    policy_engine_mode: { standard: "any", ...oneOf("all", "any") },
    open_in_new_tab: { standard: false },
    meta_hide: { standard: false },
  },
});

/** `authentik_application_entitlement`. */
export const applicationEntitlement: RestResource = {
  path: "/core/application_entitlements/",
  id: "pbm_uuid",
  shape: shapes.applicationEntitlement,
  fields: { name: text, application: under("app", text), attributes: jsonText },
  behaviours: { attributes: json },
};

/** `authentik_provider_oauth2`; the release line decides what it knows of redirect URIs. */
export const oauth2Provider = (release: AuthentikRelease): RestResource => ({
  path: "/providers/oauth2/",
  id: "pk",
  shape: shapes.oauth2Provider(TRAITS[lineOf(release)]),
  fields: {
    name: text,
    authentication_flow: reference,
    authorization_flow: text,
    invalidation_flow: text,
    client_id: text,
    client_secret: optionalText,
    client_type: text,
    grant_types: optionalList,
    include_claims_in_id_token: flag,
    issuer_mode: text,
    logout_method: optionalText,
    logout_uri: optionalText,
    property_mappings: list,
    allowed_redirect_uris: under("redirect_uris", redirectUris(release)),
    signing_key: reference,
    encryption_key: reference,
    sub_mode: text,
    access_code_validity: text,
    access_token_validity: text,
    refresh_token_validity: text,
    refresh_token_threshold: optionalText,
    jwt_federation_providers: list,
    jwt_federation_sources: list,
  },
  behaviours: {
    client_type: { standard: "confidential", ...oneOf("confidential", "public") },
    grant_types: oneOf(...shapes.grantTypes(TRAITS[lineOf(release)])),
    include_claims_in_id_token: { standard: true },
    issuer_mode: { standard: "per_provider", ...oneOf("global", "per_provider") },
    logout_method: { standard: "backchannel", ...oneOf("backchannel", "frontchannel") },
    sub_mode: {
      standard: "hashed_user_id",
      ...oneOf("hashed_user_id", "user_id", "user_uuid", "user_username", "user_email", "user_upn"),
    },
    access_code_validity: { standard: "minutes=1", ...duration },
    access_token_validity: { standard: "minutes=10", ...duration },
    refresh_token_validity: { standard: "days=30", ...duration },
    refresh_token_threshold: { standard: "seconds=0", ...duration },
  },
});

/** Redirect URIs: text by text in the configuration; one that lacks a text crashes the provider. */
function redirectUris(release: AuthentikRelease): Field {
  const keys = [
    "matching_mode",
    "url",
    ...(TRAITS[lineOf(release)].redirectUriType ? ["redirect_uri_type"] : []),
  ];
  const entry = (item: Json): JsonObject =>
    Object.fromEntries(
      keys.flatMap((key) => {
        const value = isJsonObject(item) ? item[key] : undefined;
        if (typeof value === "string" && (value || key !== "redirect_uri_type")) {
          return [[key, value]];
        }
        if (key === "redirect_uri_type") return [];
        return panic(
          `interface conversion: interface {} is nil, not string (allowed_redirect_uris without ${key})`,
        );
      }),
    );
  return {
    write: (value) => asList(value).map(entry),
    read: (member: Json, before: Value) =>
      mergeConsistently(asList(before).map(entry), itemsOf(member).map(entry)),
  };
}
