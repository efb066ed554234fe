import type { TestKey } from "./test-keys";

/*
 * What an authentik server keeps. Properties carry the names of authentik's API, so that what is
 * written, kept and answered is called the same.
 */

/** Free-form data that authentik keeps with users, groups and entitlements. */
export type Attributes = Readonly<Record<string, unknown>>;

/** How the results of several bindings combine. */
export type PolicyEngineMode = "any" | "all";

/** A flow: what a person goes through to log in, authorize or log out. */
export interface Flow {
  /** UUID. */
  readonly pk: string;
  /** Shown in the admin interface. */
  name: string;
  /** Unique; part of the URL `/if/flow/<slug>/`. */
  slug: string;
  /** Shown to the person; `%(app)s` stands for the application's name. */
  title: string;
  /** What it is for. */
  designation: FlowDesignation;
  /** Who may enter the flow. */
  authentication: "none" | "require_authenticated" | "require_unauthenticated";
  /** What the person goes through, in this order. */
  stages: readonly FlowStage[];
}

/** The kinds of stage that the sandbox's flows are made of. */
export const FLOW_STAGES = [
  "identification",
  "password",
  "authenticator_validate",
  "user_login",
  "consent",
  "user_logout",
] as const;

/**
 * A stage of a flow: user name, password, second factor (the sandbox's people have none), the begin
 * of authentik's session, consent, or its end.
 */
export type FlowStage = (typeof FLOW_STAGES)[number];

/** What flows are for. */
export const FLOW_DESIGNATIONS = [
  "authentication",
  "authorization",
  "invalidation",
  "enrollment",
  "unenrollment",
  "recovery",
  "stage_configuration",
] as const;

/** What a flow is for. */
export type FlowDesignation = (typeof FLOW_DESIGNATIONS)[number];

/** A scope mapping: the claims that an OAuth2 scope brings. */
export interface ScopeMapping {
  /** UUID. */
  readonly pk: string;
  /** Identifier of an object that authentik ships; null for one's own. */
  managed: string | null;
  /** Unique. */
  name: string;
  /** The scope; several mappings may share one. */
  scope_name: string;
  /** Shown on the consent page; empty for scopes that need no mention. */
  description: string;
  /** Python that returns the claims. */
  expression: string;
}

/** A certificate with its private key. */
export interface CertificateKeyPair {
  /** UUID. */
  readonly pk: string;
  /** Shown in the admin interface. */
  name: string;
  /** The key and certificate. */
  readonly material: TestKey;
}

/** A group of users. A member of a group counts as a member of its parents too. */
export interface Group {
  /** UUID. */
  readonly pk: string;
  /** Number that stands for the group where a number is needed (LDAP). */
  readonly num_pk: number;
  /** Unique. */
  name: string;
  /** Whether its members may do everything. */
  is_superuser: boolean;
  /** UUIDs of groups. */
  parents: readonly string[];
  /** Free-form data. */
  attributes: Attributes;
}

/** A user account. */
export interface User {
  /** Number; URLs and bindings name a user by it. */
  readonly pk: number;
  /** Another id, for `sub_mode` `user_uuid`. */
  readonly uuid: string;
  /** Unique. */
  username: string;
  /** Full name. */
  name: string;
  /** Empty for none. */
  email: string;
  /** Whether the account and its tokens work. */
  is_active: boolean;
  /** Folder of the account in the admin interface. */
  path: string;
  /** Who or what it belongs to. */
  type: "internal" | "external" | "service_account" | "internal_service_account";
  /** UUIDs of the groups that the user is a direct member of. */
  groups: readonly string[];
  /** UUIDs of the roles that the user has. */
  roles: readonly string[];
  /** Free-form data. */
  attributes: Attributes;
  /** As typed; undefined for an account that cannot log in with one. */
  password: string | undefined;
  /** RFC 3339, like the other times. */
  readonly date_joined: string;
  /** Null before the first login. */
  last_login: string | null;
  /** When the password was set. */
  password_change_date: string;
  /** When anything was changed. */
  last_updated: string;
}

/** What a role may do, as authentik names it: `<app>.<action>_<model>`. */
export type Permission = `${string}.${string}`;

/** A role: permissions on all objects of a kind. Superusers need none. */
export interface Role {
  /** UUID. */
  readonly pk: string;
  /** Unique. */
  name: string;
  /** What it may do; each of them everywhere, for the sandbox has no permissions on one object. */
  permissions: readonly Permission[];
}

/** A token, for whoever has its key to act as a user. */
export interface Token {
  /** UUID. */
  readonly pk: string;
  /** Unique; names it in URLs. */
  identifier: string;
  /** What goes behind `Bearer`. */
  readonly key: string;
  /** Number of the user that it acts as. */
  user: number;
  /** What it is good for: the API takes `api` alone. */
  intent: "verification" | "api" | "recovery" | "app_password";
  /** Shown in the admin interface. */
  description: string;
  /** Whether it ends: authentik replaces the key of an `api` token then. */
  expiring: boolean;
  /** When, if it does. RFC 3339. */
  expires: string;
}

/** An address that the browser may be sent back to. */
export interface RedirectUri {
  /** `strict`: equal strings; `regex`: a pattern that matches the whole. */
  readonly matching_mode: "strict" | "regex";
  /** The address, or the pattern. */
  readonly url: string;
  /** What it is for. Since 2026.5. */
  readonly redirect_uri_type: "authorization" | "logout";
}

/** An OAuth2/OpenID provider: how one client signs its users in. Durations like `minutes=10`. */
export interface OAuth2Provider {
  /** Number; applications name their provider by it. */
  readonly pk: number;
  /** Unique. */
  name: string;
  /** Flow of the login (UUID); null for the server's default. */
  authentication_flow: string | null;
  /** Flow between login and the way back to the client (UUID). */
  authorization_flow: string;
  /** Flow of the logout (UUID). */
  invalidation_flow: string;
  /** UUIDs of scope mappings. */
  property_mappings: readonly string[];
  /** `confidential` clients authenticate with their secret. */
  client_type: "confidential" | "public";
  /** Grants that the client may use. Since 2026.5. */
  grant_types: readonly GrantType[];
  /** Unique, 255 characters at most. */
  client_id: string;
  /** In clear. */
  client_secret: string;
  /** How long an authorization code is good for. */
  access_code_validity: string;
  /** How long access and ID tokens are. */
  access_token_validity: string;
  /** How long refresh tokens are. */
  refresh_token_validity: string;
  /** Time before its end from which a refresh token is replaced; 0 for always. */
  refresh_token_threshold: string;
  /** Whether the ID token has the scopes' claims, or only the userinfo endpoint. */
  include_claims_in_id_token: boolean;
  /** Key pair that signs tokens (UUID); null: the client secret does. */
  signing_key: string | null;
  /** Key pair that tokens are encrypted for (UUID); null for none. */
  encryption_key: string | null;
  /** Where the browser may be sent back to. */
  redirect_uris: readonly RedirectUri[];
  /** Where the client learns of a logout; empty for nowhere. */
  logout_uri: string;
  /** How it learns: from the server, or through the browser. */
  logout_method: "backchannel" | "frontchannel";
  /** What the claim `sub` holds. */
  sub_mode: SubMode;
  /** Whether the claim `iss` names the server or the application. */
  issuer_mode: "global" | "per_provider";
  /** OAuth sources whose tokens are taken (UUIDs). */
  jwt_federation_sources: readonly string[];
  /** Providers whose tokens are taken (numbers). */
  jwt_federation_providers: readonly number[];
}

/** OAuth2 grants that a provider may allow; the last one since 2026.8. */
export const GRANT_TYPES = [
  "authorization_code",
  "implicit",
  "hybrid",
  "refresh_token",
  "client_credentials",
  "password",
  "urn:ietf:params:oauth:grant-type:device_code",
  "urn:ietf:params:oauth:grant-type:token-exchange",
] as const;

/** An OAuth2 grant. */
export type GrantType = (typeof GRANT_TYPES)[number];

/** Subject modes of a provider. */
export const SUB_MODES = [
  "hashed_user_id",
  "user_id",
  "user_uuid",
  "user_username",
  "user_email",
  "user_upn",
] as const;

/** A subject mode. */
export type SubMode = (typeof SUB_MODES)[number];

/** An application: what users see and what access is granted to. */
export interface Application {
  /** UUID. */
  readonly pk: string;
  /** Shown to users; need not be unique. */
  name: string;
  /** Unique; part of the URLs of its OAuth2 endpoints. */
  slug: string;
  /** Number of the provider; each provider has one application at most. */
  provider: number | null;
  /** Further providers, such as LDAP beside OAuth2 (numbers). */
  backchannel_providers: readonly number[];
  /** Heading under which it is shown; empty for none. */
  group: string;
  /** Whether a click opens a new tab. */
  open_in_new_tab: boolean;
  /** Where a click leads; empty: to the provider's first redirect URI. */
  meta_launch_url: string;
  /** Address of the icon; empty for none. */
  meta_icon: string;
  /** Shown to users. */
  meta_description: string;
  /** Shown to users. */
  meta_publisher: string;
  /** Whether it is left out of the users' view. Since 2026.5. */
  meta_hide: boolean;
  /** How its bindings combine. */
  policy_engine_mode: PolicyEngineMode;
}

/** An entitlement: a permission inside an application, handed out by bindings. */
export interface ApplicationEntitlement {
  /** UUID. */
  readonly pbm_uuid: string;
  /** Unique in its application. */
  name: string;
  /** UUID of the application. */
  app: string;
  /** Free-form data. */
  attributes: Attributes;
}

/** A policy written in Python. */
export interface ExpressionPolicy {
  /** UUID. */
  readonly pk: string;
  /** Unique. */
  name: string;
  /** Whether each run is written to the event log. */
  execution_logging: boolean;
  /** Python; its `return` decides. */
  expression: string;
}

/** A binding: exactly one of policy, group and user decides about access to the target. */
export interface PolicyBinding {
  /** UUID. */
  readonly pk: string;
  /** UUID of an application, entitlement or flow. */
  target: string;
  /** UUID of a policy. */
  policy: string | null;
  /** UUID of a group. */
  group: string | null;
  /** Number of a user. */
  user: number | null;
  /** Whether the result is turned round. */
  negate: boolean;
  /** Whether it counts at all. */
  enabled: boolean;
  /** Place in lists; does not change the outcome. */
  order: number;
  /** Seconds that a policy may take. */
  timeout: number;
  /** Result of a policy that fails with an error. */
  failure_result: boolean;
}
