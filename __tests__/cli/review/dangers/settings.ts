import { type Danger, declared, edited, EVIL, merged, setting, unknownAt, written } from "./row";

const SETTINGS = "restapi_object.settings";
const DATA = `resource.${SETTINGS}.data`;

/** A setting whose value is an expression of Terraform. */
const expressed = (expression: string, trace: Danger[1]["trace"]): Danger[1] => ({
  wish: edited({ [DATA]: merged(expression) }),
  ...(trace !== undefined && { trace }),
});

const without = (name: string) => (data: unknown) =>
  String(data).replace(
    new RegExp(`, \\\\?"${name}\\\\?" = (\\[[^\\]]*\\]|\\\\?"[^"]*"|[a-z]+)`),
    "",
  );

// prettier-ignore
const ENDPOINTS: readonly Danger[] = [
  ["token endpoint elsewhere", setting("oidcTokenEndpoint", `${EVIL}/token/`), "refused", /token endpoint is https:\/\/evil\.example.*secret/],
  ["userinfo endpoint elsewhere", setting("oidcUserInfoEndpoint", `${EVIL}/userinfo/`), "refused", /userinfo endpoint is https:\/\/evil\.example/],
  ["JWKS endpoint elsewhere", setting("oidcJwksEndpoint", `${EVIL}/jwks/`), "refused", /keys is https:\/\/evil\.example/],
  ["authorization endpoint elsewhere", setting("oidcAuthorizationEndpoint", `${EVIL}/authorize/`), "refused", /sign in is https:\/\/evil\.example.*passwords/],
  ["logout URL elsewhere", setting("oidcLogoutUrl", `${EVIL}/end-session/`), "refused", /logging out.*https:\/\/evil\.example/],
  ["token endpoint at a host that only begins like authentik's", setting("oidcTokenEndpoint", "https://authentik.company.evil.example/application/o/token/"), "refused", /token endpoint/],
  ["token endpoint with authentik's host as the user name", setting("oidcTokenEndpoint", "https://authentik.company@evil.example/application/o/token/"), "refused", /token endpoint/],
  ["token endpoint in plain http", setting("oidcTokenEndpoint", "http://authentik.company/application/o/token/"), "refused", /token endpoint/],
  ["token endpoint at another port", setting("oidcTokenEndpoint", "https://authentik.company:8443/application/o/token/"), "refused", /token endpoint/],
  ["token endpoint that is no address", setting("oidcTokenEndpoint", "authentik"), "refused", /token endpoint.*no address/],
  ["JWKS endpoint empty", setting("oidcJwksEndpoint", ""), "refused", /keys.*no address/],
  ["JWKS endpoint of another application of authentik", setting("oidcJwksEndpoint", "https://authentik.company/application/o/other/jwks/"), "look-twice", /keys|Key Set/],
  ["authorization endpoint at another path of authentik", setting("oidcAuthorizationEndpoint", "https://authentik.company/outpost.goauthentik.io/start?rd=//evil.example"), "look-twice", /authentik is asked|Authorization Endpoint/],
];

const PASSWORDS = /password/i;

/** The password fallback is switched off; EspoCRM then accepts no password, Terraform's neither. */
// prettier-ignore
const FALLBACK: readonly Danger[] = [
  ["password fallback off", setting("oidcFallback", false), "refused", PASSWORDS],
  ["password fallback 0", setting("oidcFallback", 0), "refused", PASSWORDS],
  ["password fallback null", setting("oidcFallback", null), "refused", PASSWORDS],
  ["password fallback known only after apply", expressed('{"oidcFallback" = length(timestamp()) == 0}', unknownAt(SETTINGS, "data")), "refused", PASSWORDS],
  ["password fallback sensitive", expressed('{"oidcFallback" = sensitive(false)}', (plan) => written(plan)?.["oidcFallback"] === false), "refused", PASSWORDS],
  ["password fallback not written any more", { wish: edited({ [DATA]: without("oidcFallback") }), trace: (plan) => written(plan)?.["oidcFallback"] === undefined }, "look-twice", /fallback|other managed settings/i],
];

/** Each other setting of EspoCRM, set to another value on the settings object. */
// prettier-ignore
const OTHER: readonly Danger[] = [
  ["method LDAP", setting("authenticationMethod", "LDAP"), "look-twice", /switched off|not switched on/],
  ["method Espo", setting("authenticationMethod", "Espo"), "look-twice", /switched off|not switched on/],
  ["method that EspoCRM does not have", setting("authenticationMethod", "SAML"), "refused", /SAML/],
  ["method empty", setting("authenticationMethod", ""), "refused", /method|nobody can log in/i],
  ["client ID of another client", setting("oidcClientId", "foreign"), "look-twice", /client ID|another client/],
  ["client ID empty", setting("oidcClientId", ""), "refused", /client.*empty/i],
  ["signatures without RS256", setting("oidcJwtSignatureAlgorithmList", ["HS256"]), "refused", /RS256/],
  ["signatures more", setting("oidcJwtSignatureAlgorithmList", ["RS256", "HS256"]), "look-twice", /signatures/],
  ["scopes fewer", setting("oidcScopes", ["openid"]), "look-twice", /scopes/],
  ["username claim that people can change themselves", setting("oidcUsernameClaim", "email"), "look-twice", /claim email|users by another name/],
  ["username claim empty", setting("oidcUsernameClaim", ""), "refused", /claim/i],
  ["user creation on", setting("oidcCreateUser", true), "look-twice", /created/],
  ["group claim", setting("oidcGroupClaim", "roles"), "look-twice", /teams/],
  ["teams", setting("oidcTeamsIds", ["directors"]), "look-twice", /teams/],
  ["teams by group", setting("oidcTeamsColumns", { directors: { group: "everyone" } }), "look-twice", /teams/],
  ["user synchronization on", setting("oidcSync", true), "look-twice", /overwritten.*emptied/],
  ["team synchronization on", setting("oidcSyncTeams", true), "look-twice", /teams/],
  ["regular users' fallback on", setting("oidcAllowRegularUserFallback", true), "look-twice", /password/],
  ["administrators through authentik", setting("oidcAllowAdminUser", true), "look-twice", /administrators/],
  ["prompt none", setting("oidcAuthorizationPrompt", "none"), "look-twice", /at each login authentik shows/],
  ["PKCE on", setting("oidcAuthorizationPkce", true), "look-twice", /PKCE/],
  ["max age of a second", setting("oidcAuthorizationMaxAge", 1), "look-twice", /password again/],
  ["key cache for ever", setting("oidcJwksCachePeriod", "100 years"), "look-twice", /keys for 100 years/],
];

/** What no integration writes. */
// prettier-ignore
const FOREIGN: readonly Danger[] = [
  ["EspoCRM's site URL", setting("siteUrl", EVIL), "refused", /siteUrl/],
  ["mail server", setting("smtpServer", "evil.example"), "refused", /smtpServer/],
  ["LDAP server", setting("ldapHost", "evil.example"), "refused", /ldapHost/],
  ["two-factor off", setting("auth2FA", false), "refused", /auth2FA/],
  ["password recovery for administrators", setting("passwordRecoveryForAdminDisabled", false), "refused", /passwordRecoveryForAdminDisabled/],
  ["maintenance mode", setting("maintenanceMode", true), "refused", /maintenanceMode/],
  ["a page in the administrators' panel", setting("adminPanelIframeUrl", EVIL), "refused", /adminPanelIframeUrl/],
  ["client secret among the readable settings", setting("oidcClientSecret", "known-to-all"), "refused", /secret/i],
];

/** The settings object, at create and at update alike. */
export const SETTINGS_OBJECT: readonly Danger[] = [...ENDPOINTS, ...FALLBACK, ...OTHER, ...FOREIGN];

/** Settings as people declare them. */
// prettier-ignore
export const DECLARED_SETTINGS: readonly Danger[] = [
  ["user synchronization declared", declared({ syncUsers: true }, { oidcSync: true }), "look-twice", /overwritten.*emptied/],
  ["user creation declared", declared({ createUsers: true }, { oidcCreateUser: true }), "look-twice", /created/],
  ["administrators through authentik declared", declared({ allowAdministrators: true }, { oidcAllowAdminUser: true }), "look-twice", /administrators/],
  ["regular users' fallback declared", declared({ allowRegularUserFallback: true }, { oidcAllowRegularUserFallback: true }), "look-twice", /password/],
  ["key cache for ever declared", declared({ jwksCachePeriod: "100 years" }, { oidcJwksCachePeriod: "100 years" }), "look-twice", /keys for 100 years/],
  ["max age declared", declared({ authorizationMaxAge: 1 }, { oidcAuthorizationMaxAge: 1 }), "look-twice", /password again/],
  ["prompt declared", declared({ authorizationPrompt: "none" }, { oidcAuthorizationPrompt: "none" }), "look-twice", /at each login authentik shows/],
  ["PKCE declared", declared({ pkce: true }, { oidcAuthorizationPkce: true }), "look-twice", /PKCE/],
  ["teams declared", declared({ teams: [{ id: "directors" }] }, { oidcTeamsIds: ["directors"] }), "look-twice", /teams/],
  ["team synchronization declared", declared({ syncTeams: true }, { oidcSyncTeams: true }), "look-twice", /teams/],
  ["username claim declared", declared({ usernameClaim: "email" }, { oidcUsernameClaim: "email" }), "look-twice", /claim email|users by another name/],
  ["signatures declared", declared({ signatureAlgorithms: ["RS256", "HS256"] }, { oidcJwtSignatureAlgorithmList: ["RS256","HS256"] }), "look-twice", /signatures/],
  ["scopes declared", declared({ scopes: ["openid", "email"] }, { oidcScopes: ["openid","email"] }), "look-twice", /scopes/],
  ["logout URL declared elsewhere", declared({ logoutUrl: "https://intranet.company/" }, { oidcLogoutUrl: "https://intranet.company/" }), "look-twice", /logging out.*https:\/\/intranet\.company/],
];
