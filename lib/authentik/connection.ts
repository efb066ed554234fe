import { provider as authentik } from "@cdktf/provider-authentik";
import { TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { credential, sendHeaders } from "../terraform/credentials";
import { type AuthentikRelease, NEWEST_RELEASE, RELEASE_LINES } from "./release";

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
   * @default "2026.5"
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
   * An existing Terraform provider instance to use for authentik's resources; the other connection
   * settings of Terraform (`apiUrl`, `headers`, `verifyTls`, `tokenVariable`) then have no effect.
   * @default - one is made from the settings here, and shared by the integrations of a stack
   */
  readonly provider?: authentik.AuthentikProvider;
}

/** The Terraform variable that holds authentik's API token. */
export const tokenVariable = (connection: AuthentikConnection): string =>
  connection.tokenVariable ?? "authentik_token";

/**
 * The Terraform provider instance for a connection: the given one, or the stack's own, made at the
 * first call and shared by all integrations with the same connection.
 */
export function authentikProvider(
  scope: Construct,
  connection: AuthentikConnection,
): authentik.AuthentikProvider {
  const stack = TerraformStack.of(scope);
  pinRelease(stack, connection.release ?? NEWEST_RELEASE);
  if (connection.provider !== undefined) return connection.provider;

  const shared = sharedProviders.get(stack) ?? new Map<string, authentik.AuthentikProvider>();
  sharedProviders.set(stack, shared);
  const { headers, verifyTls } = connection;
  const url = connection.apiUrl ?? connection.url;
  const key = JSON.stringify([url, tokenVariable(connection), headers, verifyTls]);
  const provider = shared.get(key) ?? declareProvider(stack, connection);
  shared.set(key, provider);
  return provider;
}

const sharedProviders = new WeakMap<TerraformStack, Map<string, authentik.AuthentikProvider>>();

function declareProvider(
  stack: TerraformStack,
  connection: AuthentikConnection,
): authentik.AuthentikProvider {
  const number = instances(stack) + 1;
  const url = connection.apiUrl ?? connection.url;
  const provider = new authentik.AuthentikProvider(stack, `authentik provider ${String(number)}`, {
    url,
    token: credential(stack, tokenVariable(connection), {
      description: `API token of authentik at ${url}`,
    }),
    ...(number > 1 && { alias: `authentik_${String(number)}` }),
    ...(connection.verifyTls === false && { insecure: true }),
  });
  sendHeaders(provider, connection.headers);
  return provider;
}

/** How many instances the stack has: ours, and the program's, whatever bindings it made them with. */
const instances = (stack: TerraformStack): number =>
  stack.node
    .findAll()
    .filter(
      (found) =>
        TerraformProvider.isTerraformProvider(found) && found.terraformResourceType === "authentik",
    ).length;

function pinRelease(stack: TerraformStack, release: AuthentikRelease): void {
  stack.addOverride(
    "terraform.required_providers.authentik.version",
    RELEASE_LINES[release].providerVersion,
  );
}
