import { DEFAULT_SCOPES } from "../authentik/scopes";
import type { Endpoints } from "../authentik/endpoints";

/** A signature algorithm that EspoCRM can verify (RFC 7518); it knows no elliptic curves. */
export type SignatureAlgorithm = "RS256" | "RS384" | "RS512" | "HS256" | "HS384" | "HS512";

/** What authentik shows a user at login (OpenID Connect Core 1.0, section 3.1.2.1). */
export type AuthorizationPrompt = "none" | "consent" | "login" | "select_account";

/** An EspoCRM team that OIDC users get. */
export interface TeamMapping {
  /** Id of the team in EspoCRM. */
  readonly id: string;
  /**
   * Name of the team, shown on EspoCRM's page of settings.
   * @default - the id
   */
  readonly name?: string;
  /**
   * Value of the group claim that gives the team.
   * @default - every OIDC user gets it
   */
  readonly group?: string;
}

/**
 * EspoCRM's OIDC settings (Administration, Authentication) as far as they don't follow from authentik.
 * A setting without a default of its own is left alone unless it is given.
 * @see https://docs.espocrm.com/administration/oidc/
 */
export interface LoginProps {
  /**
   * Scopes that EspoCRM asks for (`oidcScopes`); EspoCRM itself puts `openid` in front.
   * @default ["openid", "profile", "email"]
   */
  readonly scopes?: readonly string[];
  /**
   * Claim that holds the EspoCRM user name (`oidcUsernameClaim`).
   * @default "sub"
   */
  readonly usernameClaim?: string;
  /**
   * Whether administrators can still sign in with their password (`oidcFallback`). `false` is refused:
   * Terraform and every administrator would be locked out.
   * @default true
   */
  readonly fallback?: boolean;
  /**
   * Whether other users can, too (`oidcAllowRegularUserFallback`).
   * @default - not managed; EspoCRM: false
   */
  readonly allowRegularUserFallback?: boolean;
  /**
   * Whether administrators may sign in through authentik (`oidcAllowAdminUser`).
   * @default - not managed; EspoCRM: false
   */
  readonly allowAdministrators?: boolean;
  /**
   * Where the browser goes at logout (`oidcLogoutUrl`). EspoCRM fills in `{siteUrl}` and `{clientId}`.
   * @default - the application's end-session endpoint
   */
  readonly logoutUrl?: string;
  /**
   * Signature algorithms that are accepted (`oidcJwtSignatureAlgorithmList`).
   * @default - not managed; EspoCRM: ["RS256"]
   */
  readonly signatureAlgorithms?: readonly SignatureAlgorithm[];
  /**
   * What authentik shows at each login (`oidcAuthorizationPrompt`).
   * @default - not managed; EspoCRM: "consent"
   */
  readonly authorizationPrompt?: AuthorizationPrompt;
  /**
   * Seconds after which authentik asks for the password again (`oidcAuthorizationMaxAge`).
   * @default - not managed; EspoCRM: no limit
   */
  readonly authorizationMaxAge?: number;
  /**
   * How long EspoCRM caches authentik's keys (`oidcJwksCachePeriod`), as PHP reads a time span.
   * @default - not managed; EspoCRM: "10 minutes"
   */
  readonly jwksCachePeriod?: string;
  /**
   * Whether an unknown user is created at the first login (`oidcCreateUser`).
   * @default - not managed; EspoCRM: false
   */
  readonly createUsers?: boolean;
  /**
   * Whether name, e-mail address and telephone number are overwritten at each login (`oidcSync`).
   * @default - not managed; EspoCRM: false
   */
  readonly syncUsers?: boolean;
  /**
   * Whether teams are set at each login (`oidcSyncTeams`), not only when a user is created.
   * @default - not managed; EspoCRM: false
   */
  readonly syncTeams?: boolean;
  /**
   * Claim that lists a user's groups (`oidcGroupClaim`); authentik's is `groups`.
   * @default - not managed; EspoCRM: none
   */
  readonly groupClaim?: string;
  /**
   * Teams of OIDC users (`oidcTeamsIds`, `oidcTeamsNames`, `oidcTeamsColumns`).
   * @default - not managed; EspoCRM: none
   */
  readonly teams?: readonly TeamMapping[];
}

/** A value of EspoCRM's settings object. */
export type SettingValue =
  | string
  | number
  | boolean
  | null
  | readonly SettingValue[]
  | { readonly [key: string]: SettingValue };

/**
 * Every setting of EspoCRM that this project may manage, with what a fresh EspoCRM holds: what goes
 * in its place where EspoCRM's own login is put back. `null` where a fresh EspoCRM has no such key.
 * The client secret is not among them: it is written apart and can't be read.
 */
export const OWN_LOGIN = {
  authenticationMethod: "Espo",
  oidcAllowAdminUser: null,
  oidcAllowRegularUserFallback: null,
  oidcAuthorizationEndpoint: null,
  oidcAuthorizationMaxAge: null,
  oidcAuthorizationPrompt: "consent",
  oidcClientId: null,
  oidcCreateUser: null,
  oidcFallback: true,
  oidcGroupClaim: null,
  oidcJwksCachePeriod: null,
  oidcJwksEndpoint: null,
  oidcJwtSignatureAlgorithmList: ["RS256"],
  oidcLogoutUrl: null,
  oidcScopes: ["profile", "email", "phone"],
  oidcSync: null,
  oidcSyncTeams: null,
  oidcTeamsColumns: null,
  oidcTeamsIds: null,
  oidcTeamsNames: null,
  oidcTokenEndpoint: null,
  oidcUserInfoEndpoint: null,
  oidcUsernameClaim: "sub",
} as const satisfies Readonly<Record<string, SettingValue>>;

/** Name of a setting of EspoCRM that this project may manage. */
export type SettingName = keyof typeof OWN_LOGIN;

/** What an integration wants EspoCRM's settings to be: its managed settings, and no others. */
export type ManagedSettings = Partial<Record<SettingName, SettingValue>>;

/** Settings that every integration manages: the guide's, and those that it relies on. */
const ALWAYS_MANAGED: readonly SettingName[] = [
  "authenticationMethod",
  "oidcAuthorizationEndpoint",
  "oidcClientId",
  "oidcFallback",
  "oidcJwksEndpoint",
  "oidcLogoutUrl",
  "oidcScopes",
  "oidcTokenEndpoint",
  "oidcUserInfoEndpoint",
  "oidcUsernameClaim",
];

/** The names of managed settings, sorted. */
export const namesOf = (settings: ManagedSettings): SettingName[] =>
  (Object.keys(settings) as SettingName[]).sort();

/** The names of those managed settings that an integration need not manage, sorted. */
export const optionalSettings = (settings: ManagedSettings): SettingName[] =>
  namesOf(settings).filter((name) => !ALWAYS_MANAGED.includes(name));

/** The managed settings of an integration. */
export function managedSettings(
  login: LoginProps,
  clientId: string,
  endpoints: Endpoints,
): ManagedSettings {
  return {
    authenticationMethod: "Oidc",
    oidcClientId: clientId,
    oidcAuthorizationEndpoint: endpoints.authorization,
    oidcTokenEndpoint: endpoints.token,
    oidcUserInfoEndpoint: endpoints.userinfo,
    oidcJwksEndpoint: endpoints.jwks,
    oidcLogoutUrl: login.logoutUrl ?? endpoints.endSession,
    oidcScopes: login.scopes ?? DEFAULT_SCOPES,
    oidcUsernameClaim: login.usernameClaim ?? "sub",
    oidcFallback: login.fallback ?? true,
    ...given("oidcAllowRegularUserFallback", login.allowRegularUserFallback),
    ...given("oidcAllowAdminUser", login.allowAdministrators),
    ...given("oidcJwtSignatureAlgorithmList", login.signatureAlgorithms),
    ...given("oidcAuthorizationPrompt", login.authorizationPrompt),
    ...given("oidcAuthorizationMaxAge", login.authorizationMaxAge),
    ...given("oidcJwksCachePeriod", login.jwksCachePeriod),
    ...given("oidcCreateUser", login.createUsers),
    ...given("oidcSync", login.syncUsers),
    ...given("oidcSyncTeams", login.syncTeams),
    ...given("oidcGroupClaim", login.groupClaim),
    ...(login.teams && teamSettings(login.teams)),
  };
}

function given(name: SettingName, value: SettingValue | undefined): ManagedSettings {
  return value === undefined ? {} : { [name]: value };
}

/** No null in it: the Terraform provider fails on one that joins the managed settings later. */
function teamSettings(teams: readonly TeamMapping[]): ManagedSettings {
  const mapped = teams.filter(({ group }) => group !== undefined);
  const columns = Object.fromEntries(mapped.map(({ id, group = "" }) => [id, { group }]));
  return {
    oidcTeamsIds: teams.map(({ id }) => id),
    oidcTeamsNames: Object.fromEntries(teams.map(({ id, name }) => [id, name ?? id])),
    ...(mapped.length > 0 && { oidcTeamsColumns: columns }),
  };
}
