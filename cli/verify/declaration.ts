import {
  backchannelLogoutUri,
  redirectUri,
  siteUrl,
  type SubjectMode,
  type Reference,
  type EspoAuthentikIntegrationProps,
  type Endpoints,
  endpointsOf,
  issuerOf,
  type AuthentikRelease,
  resolved,
  type ResolvedIntegration,
  type ManagedSettings,
  managedSettings,
} from "../../lib/declaration";

/** One integration as it is declared: what the servers are compared with. */
export interface Declaration {
  /** Its name: the stack's, with the construct's path where a program has it in a stack of its own. */
  readonly name: string;
  /** Name of the stack. */
  readonly stack: string;
  /** The declaration itself. */
  readonly props: ResolvedIntegration;
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
  /** Where EspoCRM takes logout tokens. */
  readonly logoutUri: string;
  /** Whether authentik is to send any. */
  readonly sendsLogout: boolean;
  /** How many bindings a program adds to those that are declared here; what they bind is not known. */
  readonly addedBindings: number;
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
export function declarationOf(
  name: string,
  props: EspoAuthentikIntegrationProps,
  stack = name,
  addedBindings = 0,
): Declaration {
  const complete = resolved(props);
  const { application, authentik, espocrm, login, provider } = complete;
  const { slug } = application;
  const { clientId } = provider;
  return {
    name,
    stack,
    addedBindings,
    props: complete,
    release: authentik.release,
    slug,
    clientId,
    issuer: issuerOf(authentik, slug, provider.issuerMode),
    endpoints: endpointsOf({ ...authentik, backchannelUrl: authentik.url }, slug),
    signingKey: provider.signingKey,
    subjectMode: provider.subjectMode,
    siteUrl: siteUrl(espocrm),
    redirectUri: redirectUri(espocrm),
    settings: managedSettings({ login, clientId, endpoints: endpointsOf(authentik, slug) }),
    scopes: login.scopes,
    userNameClaim: login.usernameClaim,
    logoutUri: backchannelLogoutUri(espocrm),
    sendsLogout: provider.backchannelLogout,
    variables: {
      token: authentik.tokenVariable,
      username: espocrm.usernameVariable,
      password: espocrm.passwordVariable,
    },
  };
}
