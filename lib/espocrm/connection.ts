import { provider as restapi } from "@cdktf/provider-restapi";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { withoutTrailingSlash } from "../address";
import { credential, sendHeaders } from "../terraform/credentials";

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
   * An existing Terraform provider instance to use for EspoCRM's settings; the other connection
   * settings of Terraform then have no effect. It must point to `<EspoCRM>/api/v1`, authenticate an
   * administrator, and leave `create_returns_object` and `write_returns_object` off.
   * @default - one is made from the settings here
   */
  readonly provider?: restapi.RestapiProvider;
}

/**
 * A list of at most one team id. It needs credentials, costs EspoCRM next to nothing, and stands in
 * for reading all settings where they are not needed.
 */
export const SMALLEST_READ = "/Team?maxSize=1&select=id";

/** The Terraform variables that hold the administrator's credentials. */
export const credentialVariables = (
  connection: EspoCrmConnection,
): { readonly username: string; readonly password: string } => ({
  username: connection.usernameVariable ?? "espocrm_username",
  password: connection.passwordVariable ?? "espocrm_password",
});

/** EspoCRM's public address as EspoCRM itself writes it: without a trailing slash. */
export const siteUrl = (connection: EspoCrmConnection): string =>
  withoutTrailingSlash(connection.url);

/** The redirect URI that EspoCRM sends, to the character (`oidcAuthorizationRedirectUri`). */
export const redirectUri = (connection: EspoCrmConnection): string =>
  `${siteUrl(connection)}/oauth-callback.php`;

/** Where EspoCRM takes logout tokens. */
export const backchannelLogoutUri = (connection: EspoCrmConnection): string =>
  `${withoutTrailingSlash(connection.backchannelUrl ?? connection.url)}/api/v1/Oidc/backchannelLogout`;

/** The Terraform provider instance for an EspoCRM: the given one, or a new one. */
export function espocrmProvider(
  scope: Construct,
  connection: EspoCrmConnection,
): restapi.RestapiProvider {
  if (connection.provider !== undefined) return connection.provider;
  const variables = credentialVariables(connection);
  const { certificateAuthority, clientCertificate, retries } = connection;
  const provider = new restapi.RestapiProvider(
    TerraformStack.of(scope),
    `espocrm ${scope.node.path}`,
    {
      alias: alias(scope),
      uri: `${withoutTrailingSlash(connection.apiUrl ?? connection.url)}/api/v1`,
      username: credential(scope, variables.username, {
        description: `User name of an administrator of EspoCRM at ${siteUrl(connection)}`,
        sensitive: false,
      }),
      password: credential(scope, variables.password, {
        description: `Password (or auth token) of that administrator of EspoCRM at ${siteUrl(connection)}`,
      }),
      testPath: testPath(connection),
      timeout: connection.timeout ?? 60,
      ...(connection.verifyTls === false && { insecure: true }),
      ...(certificateAuthority !== undefined && { rootCaString: certificateAuthority }),
      ...(clientCertificate && {
        certString: clientCertificate.certificate,
        keyString: credential(scope, clientCertificate.keyVariable, {
          description: `Private key of the client certificate for EspoCRM at ${siteUrl(connection)}`,
        }),
      }),
      ...(retries && {
        retries: {
          maxRetries: retries.attempts,
          minWait: retries.minimumWait ?? 1,
          maxWait: retries.maximumWait ?? 30,
        },
      }),
    },
  );
  sendHeaders(provider, connection.headers);
  return provider;
}

/**
 * The provider asks for this path before anything else, and repeats it, fragment and all, in its
 * message when EspoCRM refuses. A fragment is never sent (RFC 9110, section 4.2.3), so it carries what
 * the reader of that message needs to know: which EspoCRM, and which variables.
 */
function testPath(connection: EspoCrmConnection): string {
  const { password, username } = credentialVariables(connection);
  return `${SMALLEST_READ}#EspoCRM at ${siteUrl(connection)} with TF_VAR_${username} and TF_VAR_${password}`;
}

/** The alias is in Terraform's messages: it says that the provider `restapi` is EspoCRM here. */
function alias(scope: Construct): string {
  const others = TerraformStack.of(scope).node.children.filter(
    (child) => child instanceof restapi.RestapiProvider,
  ).length;
  return others === 0 ? "espocrm" : `espocrm_${String(others + 1)}`;
}
