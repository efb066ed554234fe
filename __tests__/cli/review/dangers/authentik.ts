import { all, bound, GROUP, POLICY } from "../corpus/cases";
import { attribute, type Danger, edited, EVIL, happens, planned, unknownAt, wished } from "./row";

const PROVIDER = "authentik_provider_oauth2.provider";
const APPLICATION = "authentik_application.application";
const BINDING = "authentik_policy_binding.binding-group-crm-users";

const provider = attribute(PROVIDER);
const application = attribute(APPLICATION);
const binding = attribute(BINDING);

const FOREIGN_ID = "5f0e6b9c-9d1b-4a4e-8f0a-3c1d2e4b5a69";
const CALLBACK = "https://espocrm.company/oauth-callback.php";

const uri = (url: string, mode = "strict", type = "authorization") => ({
  matching_mode: mode,
  redirect_uri_type: type,
  url,
});

const CLAIMS = { name: "CRM", scope: "profile", expression: 'return {"sub": "admin"}' };
const USER = "authentik default OAuth Mapping: authentik API access";

// prettier-ignore
const REDIRECT_URIS: readonly Danger[] = [
  ["redirect URI of another host", provider("allowed_redirect_uris", [uri(`${EVIL}/oauth-callback.php`)]), "refused", /redirect URI https:\/\/evil\.example/],
  ["redirect URI of another host besides the right one", provider("allowed_redirect_uris", [uri(CALLBACK), uri(`${EVIL}/oauth-callback.php`)]), "refused", /redirect URI https:\/\/evil\.example/],
  ["redirect URI as a regular expression", provider("allowed_redirect_uris", [uri("https://espocrm.company.*", "regex")]), "refused", /redirect URI.*regular expression/],
  ["redirect URI in plain http", provider("allowed_redirect_uris", [uri(CALLBACK.replace("https", "http"))]), "refused", /redirect URI http:/],
  ["redirect URI at another path of EspoCRM", provider("allowed_redirect_uris", [uri("https://espocrm.company/?entryPoint=redirect")]), "refused", /redirect URI/],
  ["no redirect URI", provider("allowed_redirect_uris", []), "refused", /no redirect URI/],
  ["redirect URI after logging out", provider("allowed_redirect_uris", [uri(CALLBACK), uri(EVIL, "strict", "logout")]), "look-twice", /redirect URI/i],
  ["redirect URI known only after apply", { wish: edited({ [`resource.${PROVIDER}.allowed_redirect_uris`]: [{ ...uri(CALLBACK), url: "${uuid()}" }] }), trace: unknownAt(PROVIDER, "allowed_redirect_uris") }, "look-twice", /redirect URI/i],
];

// prettier-ignore
const CLIENT: readonly Danger[] = [
  ["client type public", provider("client_type", "public"), "look-twice", /client becomes public|client type/i],
  ["client type unknown", { wish: edited({ [`resource.${PROVIDER}.client_type`]: "${length(timestamp()) == 0 ? \"confidential\" : \"public\"}" }), trace: unknownAt(PROVIDER, "client_type") }, "look-twice", /client type/i],
  ["client type sensitive", { wish: edited({ [`resource.${PROVIDER}.client_type`]: "${sensitive(\"public\")}" }), trace: '"client_type":"public"' }, "look-twice", /client/i],
  ["JWT federation with a source", provider("jwt_federation_sources", [FOREIGN_ID]), "look-twice", /JWT federation/],
  ["JWT federation with a provider", provider("jwt_federation_providers", [4711]), "look-twice", /JWT federation/],
  ["JWKS source", provider("jwks_sources", [FOREIGN_ID]), "look-twice", /JWT federation/],
  ["grant for machines", provider("grant_types", ["authorization_code", "client_credentials"]), "look-twice", /grant types/],
  ["grant of codes gone", provider("grant_types", ["client_credentials"]), "refused", /authorization_code/],
  ["client secret given in the configuration", provider("client_secret", "known-to-all-0123456789"), "look-twice", /client secret/i],
];

// prettier-ignore
const TOKENS: readonly Danger[] = [
  ["scope mappings emptied", provider("property_mappings", []), "look-twice", /no scope mapping/],
  ["scope mapping written here", { wish: { provider: { scopeMappings: [CLAIMS] } }, trace: happens("authentik_property_mapping_provider_scope.scope-mapping-CRM", "create") }, "look-twice", /scope mapping CRM may say who somebody is/],
  ["names split", wished({ provider: { splitNames: true } }, happens("authentik_property_mapping_provider_scope.names", "create")), "look-twice", /first and last names/],
  ["names split by other code", { wish: edited({ "resource.authentik_property_mapping_provider_scope.names.expression": 'return {"sub": "admin"}' }, { provider: { splitNames: true } }), trace: 'return {"sub": "admin"}' }, "look-twice", /may say who somebody is/],
  ["issuer mode", wished({ provider: { issuerMode: "global" } }, '"issuer_mode":"global"'), "look-twice", /issuer/],
  ["claims out of the ID token", wished({ provider: { includeClaimsInIdToken: false } }, '"include_claims_in_id_token":false'), "look-twice", /ID token/],
  ["subject mode", wished({ provider: { subjectMode: "user_email" } }, '"sub_mode":"user_email"'), "look-twice", /subject|users by another name/],
  ["life of a code: a second", wished({ provider: { accessCodeValidity: "seconds=1" } }, '"access_code_validity":"seconds=1"'), "look-twice", /authorization code lives seconds=1/],
  ["life of a code: ten years", wished({ provider: { accessCodeValidity: "days=3650" } }, '"access_code_validity":"days=3650"'), "look-twice", /authorization code lives days=3650/],
  ["life of a token: a second", wished({ provider: { accessTokenValidity: "seconds=1" } }, '"access_token_validity":"seconds=1"'), "look-twice", /tokens live seconds=1/],
  ["life of a token: ten years", wished({ provider: { accessTokenValidity: "days=3650" } }, '"access_token_validity":"days=3650"'), "look-twice", /tokens live days=3650/],
  ["life of a refresh token: ten years", wished({ provider: { refreshTokenValidity: "days=3650" } }, '"refresh_token_validity":"days=3650"'), "look-twice", /refresh token lives days=3650/],
  ["renewal of refresh tokens", provider("refresh_token_threshold", "days=3650"), "look-twice", /refresh token/],
  ["no signing key", provider("signing_key", null), "refused", /signing key/],
  ["encryption key", provider("encryption_key", FOREIGN_ID), "refused", /encrypts/],
];

// prettier-ignore
const FLOWS: readonly Danger[] = [
  ["authentication flow", wished({ provider: { authenticationFlow: "default-authentication-flow" } }, "default-authentication-flow"), "look-twice", /sign in by another flow/],
];

// prettier-ignore
const LOGOUT: readonly Danger[] = [
  ["back-channel logout to another host", { wish: edited({ [`resource.${PROVIDER}.logout_uri`]: `${EVIL}/logout`, [`resource.${PROVIDER}.logout_method`]: "backchannel", [`resource.${PROVIDER}.lifecycle`]: undefined }), trace: '"logout_uri":"https://evil.example/logout"' }, "look-twice", /logout tokens.*https:\/\/evil\.example/],
  ["back-channel logout to a declared other host", wished({ provider: { backchannelLogout: true }, espocrm: { url: "https://espocrm.company", backchannelUrl: EVIL } }, '"logout_uri":"https://evil.example/api/v1/Oidc/backchannelLogout"'), "look-twice", /session ends, at https:\/\/evil\.example/],
  ["back-channel logout", wished({ provider: { backchannelLogout: true } }, '"logout_uri":"https://espocrm.company/api/v1/Oidc/backchannelLogout"'), "look-twice", /session ends|logout/],
  ["logout through the browser", provider("logout_method", "frontchannel"), "look-twice", /frontchannel/],
];

// prettier-ignore
const TILE: readonly Danger[] = [
  ["launch URL of another host", application("meta_launch_url", `${EVIL}/`), "look-twice", /tile leads people to https:\/\/evil\.example/],
  ["launch URL declared elsewhere", wished({ application: { name: "EspoCRM", slug: "espocrm", group: "Business", launchUrl: `${EVIL}/` } }, '"meta_launch_url":"https://evil.example/"'), "look-twice", /tile leads people to https:\/\/evil\.example/],
  ["application of another provider", application("protocol_provider", 4711), "look-twice", /another provider/],
  ["application without a provider", { wish: edited({ [`resource.${APPLICATION}.protocol_provider`]: undefined }), trace: (plan) => planned(plan, APPLICATION)?.after?.["protocol_provider"] === null }, "look-twice", /provider/],
  ["back-channel provider", { wish: edited({ [`resource.${APPLICATION}.backchannel_providers`]: [4711], [`resource.${APPLICATION}.lifecycle`]: undefined }), trace: '"backchannel_providers":[4711]' }, "look-twice", /back-channel providers/],
  ["application hidden", application("meta_hide", true), "look-twice", /no longer shows/],
];

/** Who gets in. */
// prettier-ignore
const ACCESS: readonly Danger[] = [
  ["binding that lets in what fails", binding("failure_result", true), "look-twice", /fails/],
  ["binding with another timeout", binding("timeout", 3600), "look-twice", /3600 seconds/],
  ["binding whose group is known only after apply", { wish: edited({ [`resource.${BINDING}.group`]: "${uuid()}" }), trace: unknownAt(BINDING, "group") }, "look-twice", /group|get in/],
];

/** authentik's objects, at create and at update alike. */
// prettier-ignore
export const AUTHENTIK: readonly Danger[] = [
  ...REDIRECT_URIS,
  ...CLIENT,
  ...TOKENS,
  ...FLOWS,
  ...LOGOUT,
  ...TILE,
  ...ACCESS,
];

/** What only happens to objects that are there, or goes without saying where they are new. */
// prettier-ignore
export const AUTHENTIK_AT_UPDATE: readonly Danger[] = [
  ["binding of another application", binding("target", FOREIGN_ID), "refused", /binding|every/i],
  ["scope mappings exchanged", provider("property_mappings", [FOREIGN_ID]), "look-twice", /scope mapping/],
  ["scope mapping added", { wish: { provider: { scopeMappings: [FOREIGN_ID] } }, trace: FOREIGN_ID }, "look-twice", /scope mapping/],
  ["scope mapping looked up by name", { wish: { provider: { scopeMappings: [USER] } }, trace: "scope-mapping-authentik-default-OAuth-Mapping" }, "look-twice", /scope mapping|Scopes/],
  ["scope mapping taken away", wished({ provider: { scopes: ["openid", "email"] } }, '"managed_list":["goauthentik.io/providers/oauth2/scope-openid","goauthentik.io/providers/oauth2/scope-email"]'), "look-twice", /scope mapping/],
  ["another signing key", provider("signing_key", FOREIGN_ID), "look-twice", /signing key|key signs/],
  ["authorization flow", wished({ provider: { authorizationFlow: "default-provider-authorization-explicit-consent" } }, "default-provider-authorization-explicit-consent"), "look-twice", /flow authorizes/],
  ["authorization flow by its id", provider("authorization_flow", FOREIGN_ID), "look-twice", /flow authorizes/],
  ["invalidation flow", wished({ provider: { invalidationFlow: "default-invalidation-flow" } }, '"slug":"default-invalidation-flow"'), "look-twice", /logging out runs another flow/],
  ["slug", wished({ application: { name: "EspoCRM", slug: "crm", group: "Business" } }, '"slug":"crm"'), "look-twice", /slug/],
  ["policy engine mode", wished(all(GROUP), '"policy_engine_mode":"all"'), "look-twice", /mode/],
  ["binding of another group", binding("group", FOREIGN_ID), "look-twice", /group|gets in|get in/],
  ["binding negated", binding("negate", true), "look-twice", /turned around|stays out|get in|gets in/],
  ["binding of a policy besides its group", binding("policy", FOREIGN_ID), "look-twice", /polic/],
  ["binding of a user besides its group", binding("user", 4711), "look-twice", /user/],
  ["group added", wished(bound(GROUP, { group: "sales" }), '"group-sales"'), "look-twice", /more people get in/],
  ["policy added that lets more in", wished(bound(GROUP, POLICY), "office-hours"), "look-twice", /more people get in/],
  ["last binding removed", wished(bound(), happens(BINDING, "delete")), "refused", /every|binding/],
  ["binding switched off", binding("enabled", false), "refused", /every|binding/],
  ["group exchanged by its look-up", { wish: edited({ "data.authentik_group.group-crm-users.name": "sales" }), trace: '"name":"sales"' }, "look-twice", /other people get in/],
  ["flow exchanged by its look-up", { wish: edited({ "data.authentik_flow.authorization-flow-default-provider-authorization-implicit-consent.slug": "default-provider-authorization-explicit-consent" }), trace: "default-provider-authorization-explicit-consent" }, "look-twice", /flow authorizes/],
  ["scope mappings exchanged by their look-up", { wish: edited({ "data.authentik_property_mapping_provider_scope.scope-mappings-openid-profile-email.managed_list": ["goauthentik.io/providers/oauth2/scope-openid", "goauthentik.io/providers/oauth2/scope-profile", "goauthentik.io/providers/oauth2/scope-authentik_api"] }), trace: "scope-authentik_api" }, "look-twice", /scope mapping/],
  ["client ID", wished({ provider: { clientId: "espocrm-2" } }, '"client_id":"espocrm-2"'), "look-twice", /client ID/],
  ["client secret of a variable", wished({ provider: { clientSecretVariable: "given_secret" } }, '"given_secret"'), "look-twice", /secret/],
  ["binding whose target is known only after apply", { wish: edited({ [`resource.${BINDING}.target`]: "${uuid()}" }), trace: unknownAt(BINDING, "target") }, "look-twice", /binding/i],
  ["binding none of which is left by count", { wish: edited({ [`resource.${BINDING}.count`]: 0 }), trace: happens(`${BINDING}[0]`, "delete") }, "refused", /every|binding/],
];

/** What counts otherwise where it is new: there is nobody yet whom it kept out. */
// prettier-ignore
export const AUTHENTIK_AT_CREATE: readonly Danger[] = [
  ["binding of another application", binding("target", FOREIGN_ID), "look-twice", /binding|every/i],
];
