import type { SubjectMode } from "../../lib/authentik/application";
import { DEFAULT_SCOPES } from "../../lib/authentik/scopes";
import { tokenVariable } from "../../lib/authentik/connection";
import { type Endpoints, endpointsOf, issuerOf } from "../../lib/authentik/endpoints";
import type { Reference } from "../../lib/authentik/look-ups";
import { type AuthentikRelease, NEWEST_RELEASE } from "../../lib/authentik/release";
import {
  backchannelLogoutUri,
  credentialVariables,
  redirectUri,
  siteUrl,
} from "../../lib/espocrm/connection";
import { type ManagedSettings, managedSettings } from "../../lib/espocrm/settings";
import type { EspoAuthentikIntegrationProps } from "../../lib/integration";

/** One integration as it is declared: what the servers are compared with. */
export interface Declaration {
  /** Name of the stack. */
  readonly name: string;
  /** The declaration itself. */
  readonly props: EspoAuthentikIntegrationProps;
  /** Release line of authentik. */
  readonly release: AuthentikRelease;
  /** Slug of the application. */
  readonly slug: string;
  /** Client ID. */
  readonly clientId: string;
  /** The `iss` claim. */
  readonly issuer: string;
  /** The endpoints as this machine asks them: all at authentik's public address. */
  readonly endpoints: Endpoints;
  /** The key pair that signs. */
  readonly signingKey: Reference;
  /** What the `sub` claim holds. */
  readonly subjectMode: SubjectMode;
  /** EspoCRM's public address, without a trailing slash. */
  readonly siteUrl: string;
  /** The redirect URI that EspoCRM must send. */
  readonly redirectUri: string;
  /** EspoCRM's managed settings. */
  readonly settings: ManagedSettings;
  /** Scopes that EspoCRM asks for. */
  readonly scopes: readonly string[];
  /** Claim with the user name. */
  readonly userNameClaim: string;
  /** Where authentik sends logout tokens; undefined without back-channel logout. */
  readonly logoutUri: string | undefined;
  /** The Terraform variables with the credentials. */
  readonly variables: {
    /** authentik's API token. */
    readonly token: string;
    /** User name of EspoCRM's administrator. */
    readonly username: string;
    /** That administrator's password. */
    readonly password: string;
  };
}

/** What an integration's declaration says about the two servers. */
export function declarationOf(name: string, props: EspoAuthentikIntegrationProps): Declaration {
  const { application, authentik, espocrm, login = {}, provider = {} } = props;
  const { slug } = application;
  const clientId = provider.clientId ?? slug;
  return {
    name,
    props,
    release: authentik.release ?? NEWEST_RELEASE,
    slug,
    clientId,
    issuer: issuerOf(authentik, slug, provider.issuerMode),
    endpoints: endpointsOf({ ...authentik, backchannelUrl: authentik.url }, slug),
    signingKey: provider.signingKey ?? "authentik Self-signed Certificate",
    subjectMode: provider.subjectMode ?? "user_username",
    siteUrl: siteUrl(espocrm),
    redirectUri: redirectUri(espocrm),
    settings: managedSettings(login, clientId, endpointsOf(authentik, slug)),
    scopes: login.scopes ?? DEFAULT_SCOPES,
    userNameClaim: login.usernameClaim ?? "sub",
    logoutUri: provider.backchannelLogout === true ? backchannelLogoutUri(espocrm) : undefined,
    variables: { token: tokenVariable(authentik), ...credentialVariables(espocrm) },
  };
}
