import type {
  application,
  propertyMappingProviderScope,
  providerOauth2,
} from "@cdktf/provider-authentik";
import {
  Fn,
  type ITerraformDependable,
  type TerraformProvider,
  type TerraformResource,
  type TerraformResourceLifecycle,
  Token,
} from "cdktf";
import type { ResolvedIntegration } from "../fields/resolved";
import { completeRedirectUri } from "../fields/redirect-uris";
import type { LookUps } from "./look-ups";
import { tokenAware } from "../terraform/hcl";
import { knownLine } from "./release";
import type { ScopeMapping } from "./props";
import { isWritten } from "./scope-mappings";
import { NAMES_SCOPE, namesMapping } from "./split-names";

/** What the authentik side needs to know besides its own settings. */
export interface AuthentikSideProps {
  /** Terraform provider instance. */
  readonly provider: TerraformProvider;
  /** Look-ups of flows, key and scope mappings. */
  readonly lookUps: LookUps;
  /** Release line of the server. */
  readonly release: ResolvedIntegration["authentik"]["release"];
  /** The application. */
  readonly application: ResolvedIntegration["application"];
  /** The OAuth2/OpenID provider. */
  readonly oauth2: ResolvedIntegration["provider"];
  /** The client secret, where it is given. */
  readonly clientSecret: string | undefined;
  /** EspoCRM's redirect URI, to the character. */
  readonly redirectUri: string;
  /** Where EspoCRM takes logout tokens, whether or not it is to get them. */
  readonly logoutUri: string;
  /** What must have been proven before anything is created. */
  readonly dependsOn: ITerraformDependable[];
  /** Makes the resources from their finished configurations. */
  readonly create: {
    readonly provider: (
      config: providerOauth2.ProviderOauth2Config,
    ) => providerOauth2.ProviderOauth2;
    readonly application: (config: application.ApplicationConfig) => application.Application;
    readonly scopeMapping: (
      mapping: ScopeMapping,
      id?: string,
    ) => propertyMappingProviderScope.PropertyMappingProviderScope;
  };
}

/** authentik's half of an integration: the OAuth2/OpenID provider and the application over it. */
export interface AuthentikApplication {
  /** The OAuth2/OpenID provider. */
  readonly oauth2: providerOauth2.ProviderOauth2;
  /** The application. */
  readonly application: application.Application;
}

/** Declares the provider and the application as a pair. */
export function declareApplication(props: AuthentikSideProps): AuthentikApplication {
  const { lookUps, oauth2, provider } = props;
  const line = knownLine(props.release);
  const signingKey = lookUps.signingKey(oauth2.signingKey);
  const pair = props.create.provider({
    provider,
    dependsOn: props.dependsOn,
    name: oauth2.name,
    clientType: "confidential",
    clientId: oauth2.clientId,
    ...(props.clientSecret !== undefined && { clientSecret: props.clientSecret }),
    authorizationFlow: lookUps.flow(oauth2.authorizationFlow, "authorization"),
    invalidationFlow: lookUps.flow(oauth2.invalidationFlow, "invalidation"),
    ...(oauth2.authenticationFlow !== undefined && {
      authenticationFlow: lookUps.flow(oauth2.authenticationFlow, "authentication"),
    }),
    signingKey,
    subMode: oauth2.subjectMode,
    propertyMappings: scopeMappingIds(props),
    includeClaimsInIdToken: oauth2.includeClaimsInIdToken,
    issuerMode: oauth2.issuerMode,
    accessCodeValidity: oauth2.accessCodeValidity,
    accessTokenValidity: oauth2.accessTokenValidity,
    refreshTokenValidity: oauth2.refreshTokenValidity,
    allowedRedirectUris: [
      { url: props.redirectUri, matching: "strict", type: "login" } as const,
      ...oauth2.redirectUris.map(completeRedirectUri),
    ].map(({ matching, type, url }) => ({
      matching_mode: matching,
      url,
      ...(line.grantTypes && {
        redirect_uri_type: type === "login" ? "authorization" : "logout",
      }),
    })),
    ...(line.grantTypes && { grantTypes: ["authorization_code", "refresh_token"] }),
    ...(oauth2.backchannelLogout && { logoutMethod: "backchannel", logoutUri: props.logoutUri }),
    lifecycle: unclearable({
      logout_uri: oauth2.backchannelLogout ? props.logoutUri : undefined,
    }),
  });
  // Kept where it is declared, too: nobody need hear of a guard that comes and goes.
  if (isOurs(pair.logoutUriInput, props.logoutUri))
    guard(pair, noOtherLogoutUri(pair, props.logoutUri));
  return { oauth2: pair, application: declareTile(props, pair) };
}

function declareTile(
  { application: app, create, provider, release }: AuthentikSideProps,
  oauth2: providerOauth2.ProviderOauth2,
): application.Application {
  const tile = create.application({
    provider,
    name: app.name,
    slug: app.slug,
    protocolProvider: Token.asNumber(oauth2.id),
    policyEngineMode: app.policyEngineMode,
    openInNewTab: app.openInNewTab,
    metaLaunchUrl: app.launchUrl,
    ...(app.group !== undefined && { group: app.group }),
    ...(app.icon !== undefined && { metaIcon: app.icon }),
    ...(app.publisher !== undefined && { metaPublisher: app.publisher }),
    ...(app.description !== undefined && { metaDescription: app.description }),
    ...(app.hide !== undefined && knownLine(release).hiddenApplications && { metaHide: app.hide }),
    lifecycle: unclearable({
      group: app.group,
      meta_description: app.description,
      meta_icon: app.icon,
      meta_publisher: app.publisher,
    }),
  });
  if (isOurs(tile.backchannelProvidersInput)) guard(tile, NO_BACKCHANNEL_PROVIDERS);
  return tile;
}

/** Whether a program has left an input to us, who give this; the generated types know no input without a value. */
const isOurs = (input: unknown, given?: string): boolean => input === undefined || input === given;

type Condition = NonNullable<TerraformResourceLifecycle["postcondition"]>[number];

/** Stops a plan where the condition does not hold. */
function guard(resource: TerraformResource, condition: Condition): void {
  const { postcondition = [], ...lifecycle } = resource.lifecycle ?? {};
  resource.lifecycle = { ...lifecycle, postcondition: [...postcondition, condition] };
}

/** What is left alone must not lead elsewhere: logout tokens name people. */
function noOtherLogoutUri(oauth2: providerOauth2.ProviderOauth2, own: string): Condition {
  const espocrm = tokenAware(oauth2, "own-logout-uri", own).text;
  return {
    condition: `\${try(contains(["", ${espocrm}], self.logout_uri), true)}`,
    errorMessage:
      'authentik sends logout tokens, which name people, to ${coalesce(self.logout_uri, "nobody")}, and nothing declares that. Take it out by hand, as the Terraform provider cannot (authentik: Applications, Providers, ${self.name}, Logout URI); or set provider.backchannelLogout, and it is the one of EspoCRM.',
  };
}

/** Where Terraform's provider sees them and plans nothing, nobody would hear of them. */
const NO_BACKCHANNEL_PROVIDERS: Condition = {
  condition: "${try(length(self.backchannel_providers), 0) == 0}",
  errorMessage:
    "authentik's application ${self.slug} has back-channel providers, which are told of its users, and nothing declares them. Take them out (authentik: Applications, ${self.name}, Backchannel Providers): the next change of the application does that, too.",
};

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

function scopeMappingIds(props: AuthentikSideProps): string[] {
  const {
    lookUps,
    application: { slug },
    oauth2: { scopeMappings, scopes, splitNames },
  } = props;
  const managed = lookUps.scopeMappings(
    [...new Set(scopes)]
      // Two mappings of one scope are merged in no order that anybody could count on.
      .filter((scope) => !(splitNames && scope === NAMES_SCOPE))
      .map((scope) => `goauthentik.io/providers/oauth2/scope-${scope}`),
  );
  const further = [
    ...(splitNames ? [props.create.scopeMapping(namesMapping(slug), "names").id] : []),
    ...scopeMappings.map((mapping) =>
      isWritten(mapping) ? props.create.scopeMapping(mapping).id : lookUps.scopeMapping(mapping),
    ),
  ];
  return further.length === 0 ? managed : Token.asList(Fn.concat([managed, further]));
}
