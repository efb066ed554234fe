import type { AuthentikConnection } from "../../../lib/authentik/props";
import type { EspoCrmConnection } from "../../../lib/espocrm/props";
import { existsSync, readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { terraformVariable } from "../../run/variables";
import { HttpClient } from "./client";

/** What a client takes from around the command. */
export interface Surroundings {
  /** Environment variables: `TF_VAR_…`, `SSL_CERT_FILE`, `HTTPS_PROXY`, … */
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds that a request may take: the command's `--timeout`. */
  readonly timeout: number;
}

/** A client for an authentik as Terraform reaches it, and as browsers do. */
export function authentikClient(
  connection: AuthentikConnection,
  { environment, timeout }: Surroundings,
): HttpClient {
  return new HttpClient({
    side: "authentik",
    timeout,
    timeoutSetting: "--timeout",
    environment,
    ...proxyHeaders(connection, environment),
    ...authorities(environment, undefined),
    verifyTls: connection.verifyTls ?? true,
  });
}

/** A client for an EspoCRM as Terraform reaches it, and as browsers do. */
export function espocrmClient(
  connection: EspoCrmConnection,
  { environment, timeout }: Surroundings,
): HttpClient {
  const { clientCertificate } = connection;
  return new HttpClient({
    side: "EspoCRM",
    timeout,
    timeoutSetting: "--timeout",
    environment,
    ...proxyHeaders(connection, environment),
    ...authorities(environment, connection.certificateAuthority),
    ...(clientCertificate && {
      clientCertificate: {
        certificate: clientCertificate.certificate,
        key: terraformVariable(environment, clientCertificate.keyVariable) ?? "",
      },
    }),
    verifyTls: connection.verifyTls ?? true,
  });
}

function proxyHeaders(
  { apiUrl, headers, url }: AuthentikConnection | EspoCrmConnection,
  environment: NodeJS.ProcessEnv,
) {
  if (headers === undefined) return {};
  const values = Object.entries(headers).map(([name, variable]): [string, string] => [
    name,
    terraformVariable(environment, variable) ?? "",
  ]);
  const origins = [url, apiUrl ?? url].map((address) => new URL(address).origin);
  return { proxyHeaders: { headers: Object.fromEntries(values), origins } };
}

/** Private authorities join the usual ones: a certificate of either kind is accepted. */
function authorities(environment: NodeJS.ProcessEnv, own: string | undefined) {
  const file = environment["SSL_CERT_FILE"];
  const system = file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const extra = [system, own].filter((pem) => pem !== undefined);
  return extra.length === 0 ? {} : { certificateAuthorities: [...rootCertificates, ...extra] };
}
