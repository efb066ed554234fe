import { existsSync, readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { withoutTrailingSlash } from "../../lib/address";
import { type AuthentikConnection, tokenVariable } from "../../lib/authentik/connection";
import { credentialVariables, type EspoCrmConnection } from "../../lib/espocrm/connection";
import { terraformVariable } from "../run/variables";
import type { AuthentikAccess } from "./authentik/authentik";
import type { EspoCrmAccess } from "./espocrm/espocrm";
import type { HttpClientOptions } from "./http/client";

/** What the way to a server takes from around the command. */
export interface Surroundings {
  /** Environment variables: `TF_VAR_…`, `SSL_CERT_FILE`, `HTTPS_PROXY`, … */
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds that a request may take: the command's `--timeout`. */
  readonly timeout: number;
}

/** An authentik as the configuration declares it, reached as by Terraform and by browsers. */
export function declaredAuthentik(
  connection: AuthentikConnection,
  surroundings: Surroundings,
): AuthentikAccess {
  const variable = tokenVariable(connection);
  return {
    url: withoutTrailingSlash(connection.url),
    api: `${withoutTrailingSlash(connection.apiUrl ?? connection.url)}/api/v3`,
    token: terraformVariable(surroundings.environment, variable) ?? "",
    tokenVariable: variable,
    client: { ...options(connection, surroundings), server: "authentik" },
  };
}

/** An EspoCRM as the configuration declares it, reached as by Terraform and by browsers. */
export function declaredEspoCrm(
  connection: EspoCrmConnection,
  surroundings: Surroundings,
): EspoCrmAccess {
  const { certificateAuthority, clientCertificate } = connection;
  const variables = credentialVariables(connection);
  const valueOf = (name: string) => terraformVariable(surroundings.environment, name) ?? "";
  return {
    uri: `${withoutTrailingSlash(connection.apiUrl ?? connection.url)}/api/v1`,
    username: valueOf(variables.username),
    password: valueOf(variables.password),
    usernameVariable: variables.username,
    passwordVariable: variables.password,
    client: {
      ...options(connection, surroundings, certificateAuthority),
      server: "EspoCRM",
      ...(clientCertificate && {
        clientCertificate: {
          certificate: clientCertificate.certificate,
          key: valueOf(clientCertificate.keyVariable),
        },
      }),
    },
  };
}

function options(
  { apiUrl, headers, url, verifyTls }: AuthentikConnection | EspoCrmConnection,
  { environment, timeout }: Surroundings,
  authority?: string,
): Omit<HttpClientOptions, "server"> {
  const values = Object.entries(headers ?? {}).map(([name, variable]): [string, string] => [
    name,
    terraformVariable(environment, variable) ?? "",
  ]);
  const origins = [url, apiUrl ?? url].map((address) => new URL(address).origin);
  return {
    timeout,
    timeoutSetting: "--timeout",
    environment,
    ...(values.length > 0 && { proxyHeaders: { headers: Object.fromEntries(values), origins } }),
    ...authorities(environment, authority),
    verifyTls: verifyTls ?? true,
  };
}

/** Private authorities join the usual ones: a certificate of either kind is accepted. */
function authorities(environment: NodeJS.ProcessEnv, own: string | undefined) {
  const file = environment["SSL_CERT_FILE"];
  const system = file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const extra = [system, own].filter((pem) => pem !== undefined);
  return extra.length === 0 ? {} : { certificateAuthorities: [...rootCertificates, ...extra] };
}
