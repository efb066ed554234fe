import { application, type provider as authentik, providerOauth2 } from "@cdktf/provider-authentik";
import { Fn, type ITerraformDependable, type TerraformResourceLifecycle, Token } from "cdktf";
import type { Construct } from "constructs";
import type { LookUps, Reference } from "./look-ups";
import { type AuthentikRelease, RELEASE_LINES } from "./release";
import { DEFAULT_SCOPES } from "./scopes";

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
  readonly openInNewTab?: boolean;
  /**
   * Whether the library leaves it out. Release line 2026.5 and newer.
   * @default false
   */
  readonly hide?: boolean;
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
   * Further scope mappings, by id.
   * @default - none
   */
  readonly scopeMappings?: readonly string[];
  /**
   * Whether the ID token holds the claims of the scope mappings, besides the userinfo endpoint.
   * @default true
   */
  readonly includeClaimsInIdToken?: boolean;
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

/** What the authentik side needs to know besides its own settings. */
export interface AuthentikSideProps {
  /** Terraform provider instance. */
  readonly provider: authentik.AuthentikProvider;
  /** Look-ups of flows, key and scope mappings. */
  readonly lookUps: LookUps;
  /** Release line of the server. */
  readonly release: AuthentikRelease;
  /** The application. */
  readonly application: ApplicationProps;
  /** The OAuth2/OpenID provider. */
  readonly oauth2: OAuth2ProviderProps;
  /** The client secret, where it is given. */
  readonly clientSecret: string | undefined;
  /** EspoCRM's public address: the launch URL. */
  readonly espocrmUrl: string;
  /** EspoCRM's redirect URI, to the character. */
  readonly redirectUri: string;
  /** Where EspoCRM takes logout tokens, if it is to get them. */
  readonly logoutUri: string | undefined;
  /** What must have been proven before anything is created. */
  readonly dependsOn: ITerraformDependable[];
}

/** authentik's half of an integration: the OAuth2/OpenID provider and the application over it. */
export interface AuthentikApplication {
  /** The OAuth2/OpenID provider. */
  readonly oauth2: providerOauth2.ProviderOauth2;
  /** The application. */
  readonly application: application.Application;
}

/** Declares the provider and the application as a pair. */
export function declareApplication(
  scope: Construct,
  props: AuthentikSideProps,
): AuthentikApplication {
  const { lookUps, oauth2, provider } = props;
  const line = RELEASE_LINES[props.release];
  const signingKey = lookUps.signingKey(oauth2.signingKey ?? "authentik Self-signed Certificate");
  const pair = new providerOauth2.ProviderOauth2(scope, "provider", {
    provider,
    dependsOn: props.dependsOn,
    name: oauth2.name ?? props.application.name,
    clientType: "confidential",
    clientId: oauth2.clientId ?? props.application.slug,
    ...(props.clientSecret !== undefined && { clientSecret: props.clientSecret }),
    authorizationFlow: lookUps.flow(
      oauth2.authorizationFlow ?? "default-provider-authorization-implicit-consent",
      "authorization",
    ),
    invalidationFlow: lookUps.flow(
      oauth2.invalidationFlow ?? "default-provider-invalidation-flow",
      "invalidation",
    ),
    ...(oauth2.authenticationFlow !== undefined && {
      authenticationFlow: lookUps.flow(oauth2.authenticationFlow, "authentication"),
    }),
    signingKey,
    subMode: oauth2.subjectMode ?? "user_username",
    propertyMappings: scopeMappingIds(lookUps, oauth2),
    includeClaimsInIdToken: oauth2.includeClaimsInIdToken ?? true,
    issuerMode: oauth2.issuerMode ?? "per_provider",
    accessCodeValidity: oauth2.accessCodeValidity ?? "minutes=1",
    accessTokenValidity: oauth2.accessTokenValidity ?? "minutes=10",
    refreshTokenValidity: oauth2.refreshTokenValidity ?? "days=30",
    allowedRedirectUris: [
      {
        matching_mode: "strict",
        url: props.redirectUri,
        ...(line.grantTypes && { redirect_uri_type: "authorization" }),
      },
    ],
    ...(line.grantTypes && { grantTypes: ["authorization_code", "refresh_token"] }),
    ...(props.logoutUri !== undefined && {
      logoutMethod: "backchannel",
      logoutUri: props.logoutUri,
    }),
    lifecycle: unclearable({ logout_uri: props.logoutUri }),
  });
  return { oauth2: pair, application: declareTile(scope, props, pair) };
}

function declareTile(
  scope: Construct,
  { application: app, espocrmUrl, provider, release }: AuthentikSideProps,
  oauth2: providerOauth2.ProviderOauth2,
): application.Application {
  return new application.Application(scope, "application", {
    provider,
    name: app.name,
    slug: app.slug,
    protocolProvider: Token.asNumber(oauth2.id),
    policyEngineMode: app.policyEngineMode ?? "any",
    openInNewTab: app.openInNewTab ?? false,
    metaLaunchUrl: app.launchUrl ?? espocrmUrl,
    ...(app.group !== undefined && { group: app.group }),
    ...(app.icon !== undefined && { metaIcon: app.icon }),
    ...(app.publisher !== undefined && { metaPublisher: app.publisher }),
    ...(app.description !== undefined && { metaDescription: app.description }),
    ...(app.hide !== undefined &&
      RELEASE_LINES[release].hiddenApplications && { metaHide: app.hide }),
    lifecycle: unclearable({
      group: app.group,
      meta_description: app.description,
      meta_icon: app.icon,
      meta_publisher: app.publisher,
    }),
  });
}

/**
 * Attributes that are left alone while they are not given: the Terraform provider never sends an empty
 * one, so taking one out of the configuration would plan the same change for ever, and not make it.
 */
function unclearable(
  attributes: Readonly<Record<string, string | undefined>>,
): TerraformResourceLifecycle | undefined {
  const absent = Object.keys(attributes).filter((name) => attributes[name] === undefined);
  return absent.length === 0 ? undefined : { ignoreChanges: absent };
}

function scopeMappingIds(lookUps: LookUps, oauth2: OAuth2ProviderProps): string[] {
  const scopes = oauth2.scopes ?? DEFAULT_SCOPES;
  const managed = lookUps.scopeMappings(
    [...new Set(scopes)].map((scope) => `goauthentik.io/providers/oauth2/scope-${scope}`),
  );
  const further = oauth2.scopeMappings ?? [];
  return further.length === 0 ? managed : Token.asList(Fn.concat([managed, [...further]]));
}
