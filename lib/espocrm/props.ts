import type { IResolvable, TerraformProvider } from "cdktf";

/** A client certificate that Terraform presents to EspoCRM (mutual TLS). */
export interface ClientCertificate {
  /** The certificate, PEM. */
  readonly certificate: string;
  /** Name of the Terraform variable that holds its private key, PEM (fed as `TF_VAR_<name>`). */
  readonly keyVariable: string;
}

/** Repetition of requests that EspoCRM answered with 429 or 5xx, or not at all. */
export interface Retries {
  /** Repetitions at most. */
  readonly attempts: number;
  /**
   * Seconds before the first repetition.
   * @default 1
   */
  readonly minimumWait?: number;
  /**
   * Seconds between repetitions at most.
   * @default 30
   */
  readonly maximumWait?: number;
}

/** Which EspoCRM is integrated, and how Terraform reaches it. */
export interface EspoCrmConnection {
  /**
   * EspoCRM's public address: the *site URL* of its settings, from which it builds its redirect URI.
   */
  readonly url: string;
  /**
   * Address at which Terraform reaches EspoCRM; `/api/v1` is appended.
   * @default - `url`
   */
  readonly apiUrl?: string;
  /**
   * Address at which authentik's server reaches EspoCRM, for back-channel logout.
   * @default - `url`
   */
  readonly backchannelUrl?: string;
  /**
   * Allows plain `http` to hosts other than this machine. The administrator's password then crosses
   * the network in clear text.
   * @default false
   */
  readonly allowPlainHttp?: boolean;
  /**
   * Name of the Terraform variable that holds an administrator's user name.
   * @default "espocrm_username"
   */
  readonly usernameVariable?: string;
  /**
   * Name of the Terraform variable that holds the administrator's password or auth token.
   * @default "espocrm_password"
   */
  readonly passwordVariable?: string;
  /**
   * Extra HTTP headers of Terraform's requests, for an access proxy: header name -> name of the
   * Terraform variable that holds its value (fed as `TF_VAR_<name>`).
   * @default - none
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Certificates of the private authority that signed EspoCRM's, PEM.
   * @default - the system's authorities
   */
  readonly certificateAuthority?: string;
  /**
   * Client certificate for mutual TLS.
   * @default - none
   */
  readonly clientCertificate?: ClientCertificate;
  /**
   * Whether Terraform verifies EspoCRM's TLS certificate. Prefer `certificateAuthority` to switching
   * this off.
   * @default true
   */
  readonly verifyTls?: boolean;
  /**
   * Seconds that a request may take.
   * @default 60
   */
  readonly timeout?: number;
  /**
   * Repetition of failed requests.
   * @default - none
   */
  readonly retries?: Retries;
  /**
   * An existing instance of Terraform's restapi provider to use for EspoCRM's settings, whoever
   * generated its class; the other connection settings of Terraform then have no effect. It must point to `<EspoCRM>/api/v1`, authenticate an
   * administrator, and leave `create_returns_object` and `write_returns_object` off.
   * @default - one is made from the settings here
   */
  readonly terraformProvider?: TerraformProvider;
  /**
   * The old name of `terraformProvider`.
   * @deprecated use `terraformProvider`
   * @default - none
   */
  readonly provider?: TerraformProvider;
}

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
  readonly allowRegularUserFallback?: boolean | IResolvable;
  /**
   * Whether administrators may sign in through authentik (`oidcAllowAdminUser`).
   * @default - not managed; EspoCRM: false
   */
  readonly allowAdministrators?: boolean | IResolvable;
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
   * Whether EspoCRM proves with each code that it began the login itself (`oidcAuthorizationPkce`,
   * RFC 7636). EspoCRM 10.0 and newer; an older one keeps the setting, and does nothing.
   * @default - not managed; EspoCRM: true where it was installed as 10.0, else false
   */
  readonly pkce?: boolean | IResolvable;
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
  readonly createUsers?: boolean | IResolvable;
  /**
   * Whether name, e-mail address and telephone number are overwritten at each login (`oidcSync`).
   * @default - not managed; EspoCRM: false
   */
  readonly syncUsers?: boolean | IResolvable;
  /**
   * Whether teams are set at each login (`oidcSyncTeams`), not only when a user is created.
   * @default - not managed; EspoCRM: false
   */
  readonly syncTeams?: boolean | IResolvable;
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
