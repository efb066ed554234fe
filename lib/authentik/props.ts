import type { IResolvable, TerraformProvider } from "cdktf";
import type { AuthentikRelease } from "./release";

/** An object of authentik by the id that its API gives it, in place of its name. */
export interface ById {
  /** Primary key: a UUID, for users a number. */
  readonly id: string;
}

/** An object of authentik: by its name (a flow's slug, a user's username), or by its id. */
export type Reference = string | ById;

/** Which authentik signs the users in, and how it is reached. */
export interface AuthentikConnection {
  /**
   * Public address of authentik, as people's browsers open it. All OpenID Connect endpoints derive
   * from it. May have a path; a trailing slash makes no difference.
   */
  readonly url: string;
  /**
   * Address at which Terraform reaches authentik's API.
   * @default - `url`
   */
  readonly apiUrl?: string;
  /**
   * Address at which EspoCRM's server reaches authentik: its token, userinfo and JWKS endpoints.
   * @default - `url`
   */
  readonly backchannelUrl?: string;
  /**
   * Release line of the authentik server.
   * @default "2026.8"
   */
  readonly release?: AuthentikRelease;
  /**
   * Allows plain `http` to hosts other than this machine. Tokens then cross the network in clear
   * text.
   * @default false
   */
  readonly allowPlainHttp?: boolean;
  /**
   * Extra HTTP headers of Terraform's requests, for an access proxy: header name -> name of the
   * Terraform variable that holds its value (fed as `TF_VAR_<name>`).
   * @default - none
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Whether Terraform verifies authentik's TLS certificate. For a private certificate authority
   * prefer `SSL_CERT_FILE` in Terraform's environment over switching this off: authentik's Terraform
   * provider has no setting for it, and none for client certificates, time-outs and retries either.
   * @default true
   */
  readonly verifyTls?: boolean;
  /**
   * Name of the Terraform variable that holds the API token (intent *API*, not expiring).
   * @default "authentik_token"
   */
  readonly tokenVariable?: string;
  /**
   * An existing instance of Terraform's authentik provider, whoever generated its class; the other
   * connection settings of Terraform (`apiUrl`, `headers`, `verifyTls`, `tokenVariable`) then have no
   * effect.
   * @default - one is made from the settings here, and shared by the integrations of a stack
   */
  readonly terraformProvider?: TerraformProvider;
  /**
   * The old name of `terraformProvider`.
   * @deprecated use `terraformProvider`
   * @default - none
   */
  readonly provider?: TerraformProvider;
}

/**
 * How authentik combines several bindings: a user gets in if `any` of them passes, or if `all` do.
 * @see https://docs.goauthentik.io/customize/policies/
 */
export type PolicyEngineMode = "any" | "all";

/** The application as authentik's users see it in their library. */
export interface ApplicationProps {
  /** Name, shown to users. */
  readonly name: string;
  /**
   * Slug: part of the issuer and of the JWKS, logout and discovery addresses. Letters, digits, `-`
   * and `_`; unique in this authentik.
   */
  readonly slug: string;
  /**
   * Group of applications under which the library shows it. Not empty; taken out again, it stays in
   * authentik, whose Terraform provider can't clear it.
   * @default - none
   */
  readonly group?: string;
  /**
   * How several bindings are combined.
   * @default "any"
   */
  readonly policyEngineMode?: PolicyEngineMode;
  /**
   * Where the library's tile leads.
   * @default - EspoCRM's URL
   */
  readonly launchUrl?: string;
  /**
   * Icon: a URL, a file of authentik's media storage, or `fa://fa-<name>`. Not empty; taken out again,
   * it stays in authentik like `group`.
   * @default - authentik draws the first letters of the name
   */
  readonly icon?: string;
  /**
   * Publisher, shown in the library. Not empty; taken out again, it stays in authentik like `group`.
   * @default - none
   */
  readonly publisher?: string;
  /**
   * Description, shown in the library. Not empty; taken out again, it stays in authentik like `group`.
   * @default - none
   */
  readonly description?: string;
  /**
   * Whether the library opens it in a new tab.
   * @default false
   */
  readonly openInNewTab?: boolean | IResolvable;
  /**
   * Whether the library leaves it out. Release line 2026.5 and newer.
   * @default - authentik's: false
   */
  readonly hide?: boolean | IResolvable;
}

/** What the `sub` claim of a token holds. EspoCRM needs a value that is one of its user names. */
export type SubjectMode =
  "hashed_user_id" | "user_id" | "user_uuid" | "user_username" | "user_email" | "user_upn";

/**
 * The OAuth2/OpenID provider of the application.
 * @see https://docs.goauthentik.io/add-secure-apps/providers/oauth2/
 */
export interface OAuth2ProviderProps {
  /**
   * Name, unique among all providers of this authentik.
   * @default - the application's name
   */
  readonly name?: string;
  /**
   * Client ID. At most 255 characters, unique in this authentik.
   * @default - the application's slug
   */
  readonly clientId?: string;
  /**
   * Name of the Terraform variable that holds the client secret, where it must be a given one; it is
   * fed as `TF_VAR_<name>`, and is in Terraform's state like the generated one.
   * @default - authentik generates the secret
   */
  readonly clientSecretVariable?: string;
  /**
   * Flow that authorizes the login.
   * @default "default-provider-authorization-implicit-consent"
   */
  readonly authorizationFlow?: Reference;
  /**
   * Flow that runs at logout. The default one leaves authentik's own session alive;
   * `default-invalidation-flow` ends it.
   * @default "default-provider-invalidation-flow"
   */
  readonly invalidationFlow?: Reference;
  /**
   * Flow that signs a user in who is not yet.
   * @default - the brand's
   */
  readonly authenticationFlow?: Reference;
  /**
   * Key pair that signs the tokens. It must be an RSA key: EspoCRM accepts no EC signature.
   * @default "authentik Self-signed Certificate"
   */
  readonly signingKey?: Reference;
  /**
   * What the `sub` claim holds.
   * @default "user_username"
   */
  readonly subjectMode?: SubjectMode;
  /**
   * Managed scope mappings of authentik, by scope name.
   * @default ["openid", "profile", "email"]
   */
  readonly scopes?: readonly string[];
  /**
   * Further scope mappings: existing ones by name or id (a text in the form of a UUID is an id), or
   * written here. EspoCRM gets the claims of those whose scope is among `login.scopes`.
   * @default - none
   */
  readonly scopeMappings?: readonly (Reference | ScopeMapping)[];
  /**
   * Whether the tokens say first and last names, by a scope mapping of the stack's own in place of
   * authentik's managed one for `profile`: that one gives the full name as the first name, and no last
   * name. The last word of the full name is the last name; the user's attributes `given_name` and
   * `family_name` count before it.
   * @default - true with login.createUsers or login.syncUsers, unless a written scope mapping says them
   */
  readonly splitNames?: boolean;
  /**
   * Further redirect URIs, besides EspoCRM's own: of its customer portals, for example. Whatever is
   * registered by hand in authentik and is not here, the next apply takes away.
   * @default - none
   */
  readonly redirectUris?: readonly (string | RedirectUri)[];
  /**
   * Whether the ID token holds the claims of the scope mappings, besides the userinfo endpoint.
   * @default true
   */
  readonly includeClaimsInIdToken?: boolean | IResolvable;
  /**
   * Whether the issuer is one of this application alone, or of the whole authentik.
   * @default "per_provider"
   */
  readonly issuerMode?: "per_provider" | "global";
  /**
   * Life of an authorization code, in authentik's format (`hours=1;minutes=2;seconds=3`).
   * @default "minutes=1"
   */
  readonly accessCodeValidity?: string;
  /**
   * Life of access and ID tokens. Back-channel logout reaches EspoCRM only while one is alive.
   * @default "minutes=10"
   */
  readonly accessTokenValidity?: string;
  /**
   * Life of a refresh token. EspoCRM asks for none.
   * @default "days=30"
   */
  readonly refreshTokenValidity?: string;
  /**
   * Whether authentik tells EspoCRM when a session ends (OpenID Connect Back-Channel Logout 1.0).
   * Works only while EspoCRM's user name claim is `sub`. When it is taken out, the logout URI
   * stays in authentik, whose Terraform provider can't clear it: remove it there by hand.
   * @default false
   */
  readonly backchannelLogout?: boolean;
}

/** An address that authentik hands people over to. */
export interface RedirectUri {
  /** The address, or a regular expression that must match the whole of it. */
  readonly url: string;
  /**
   * Whether it is compared to the character, or is a regular expression in Python's notation.
   * @default "strict"
   */
  readonly matching?: "strict" | "regex";
  /**
   * Whether people are sent there after logging in, or after logging out (release line 2026.5 and newer).
   * @default "login"
   */
  readonly type?: "login" | "logout";
}

/**
 * A scope mapping written here, made and owned by the stack: what the tokens say of a user besides.
 * @see https://docs.goauthentik.io/add-secure-apps/providers/property-mappings/
 */
export interface ScopeMapping {
  /** Name, unique among all property mappings of this authentik. */
  readonly name: string;
  /** Scope that brings its claims; several mappings may be of one scope, as `profile`. */
  readonly scope: string;
  /** Body of the Python function that returns the claims, as a dictionary. */
  readonly expression: string;
}

/**
 * A policy written here: an expression in authentik's Python.
 * @see https://docs.goauthentik.io/customize/policies/types/expression/
 */
export interface ExpressionPolicy {
  /** Name, unique among all policies of this authentik. */
  readonly name: string;
  /** Body of the function that returns whether the user may log in. */
  readonly expression: string;
  /**
   * Whether authentik logs each evaluation.
   * @default false
   */
  readonly executionLogging?: boolean | IResolvable;
}

/**
 * A group written here, made and owned by the stack. Who is in it is said in authentik.
 * @see https://docs.goauthentik.io/users-sources/groups/
 */
export interface GroupProps {
  /** Name, unique among all groups of this authentik; the `groups` claim says it. */
  readonly name: string;
  /**
   * Groups above it, of `groups` or existing ones: who is in it counts as a member of these wherever they
   * are bound.
   * @default - none
   */
  readonly parents?: readonly Reference[];
}

/** How a binding is applied, whatever it binds. */
export interface BindingOptions {
  /**
   * Order of evaluation among the bindings; lower first.
   * @default - its position in the list
   */
  readonly order?: number;
  /**
   * Whether the binding counts.
   * @default true
   */
  readonly enabled?: boolean | IResolvable;
  /**
   * Whether its result is turned around.
   * @default false
   */
  readonly negate?: boolean | IResolvable;
  /**
   * Seconds that a policy may take.
   * @default 30
   */
  readonly timeout?: number;
  /**
   * Result when the policy raises an error or takes too long.
   * @default false
   */
  readonly failureResult?: boolean | IResolvable;
}

/**
 * Who may log in: exactly one of a policy, a group or a user. Without any binding every user of this
 * authentik may.
 */
export type BindingProps = BindingOptions &
  (
    | {
        /** A policy written here, or an existing one by its id. */
        readonly policy: ExpressionPolicy | ById;
        readonly group?: undefined;
        readonly user?: undefined;
      }
    | {
        /** A group, by name or id; members of its descendants count too. */
        readonly group: Reference;
        readonly policy?: undefined;
        readonly user?: undefined;
      }
    | {
        /** A user, by username or id. */
        readonly user: Reference;
        readonly policy?: undefined;
        readonly group?: undefined;
      }
  );
