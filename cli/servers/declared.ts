import { existsSync, readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { withoutTrailingSlash, type ResolvedIntegration } from "../../lib/declaration";
import { terraformVariable } from "../run/variables";
import type { AuthentikAccess } from "./authentik/authentik";
import type { EspoCrmAccess } from "./espocrm/espocrm";
import type { HttpClientOptions } from "./http/client";

/** What the way to a server takes from around the command. */
export interface ClientContext {
  /** Environment variables: `TF_VAR_…`, `SSL_CERT_FILE`, `HTTPS_PROXY`, … */
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds that a request may take: the command's `--timeout`. */
  readonly timeout: number;
}

/** An authentik as the configuration declares it, reached as by Terraform and by browsers. */
export function declaredAuthentik(
  connection: ResolvedIntegration["authentik"],
  context: ClientContext,
): AuthentikAccess {
  return {
    url: withoutTrailingSlash(connection.url),
    api: `${withoutTrailingSlash(connection.apiUrl)}/api/v3`,
    token: terraformVariable(context.environment, connection.tokenVariable) ?? "",
    tokenVariable: connection.tokenVariable,
    client: { ...options(connection, context), server: "authentik" },
  };
}

/** An EspoCRM as the configuration declares it, reached as by Terraform and by browsers. */
export function declaredEspoCrm(
  connection: ResolvedIntegration["espocrm"],
  context: ClientContext,
): EspoCrmAccess {
  const { certificateAuthority, clientCertificate, passwordVariable, usernameVariable } =
    connection;
  const valueOf = (name: string) => terraformVariable(context.environment, name) ?? "";
  return {
    uri: `${withoutTrailingSlash(connection.apiUrl)}/api/v1`,
    username: valueOf(usernameVariable),
    password: valueOf(passwordVariable),
    usernameVariable,
    passwordVariable,
    client: {
      ...options(connection, context, certificateAuthority),
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
  {
    apiUrl,
    headers,
    url,
    verifyTls,
  }: Pick<ResolvedIntegration["authentik"], "apiUrl" | "headers" | "url" | "verifyTls">,
  { environment, timeout }: ClientContext,
  authority?: string,
): Omit<HttpClientOptions, "server"> {
  const values = Object.entries(headers).map(([name, variable]): [string, string] => [
    name,
    terraformVariable(environment, variable) ?? "",
  ]);
  const origins = [url, apiUrl].map((address) => new URL(address).origin);
  return {
    timeout,
    timeoutSetting: "--timeout",
    environment,
    ...(values.length > 0 && { proxyHeaders: { headers: Object.fromEntries(values), origins } }),
    ...authorities(environment, authority),
    verifyTls,
  };
}

/** Private authorities join the usual ones: a certificate of either kind is accepted. */
function authorities(environment: NodeJS.ProcessEnv, own: string | undefined) {
  const file = environment["SSL_CERT_FILE"];
  const system = file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const extra = [system, own].filter((pem) => pem !== undefined);
  return extra.length === 0 ? {} : { certificateAuthorities: [...rootCertificates, ...extra] };
}
