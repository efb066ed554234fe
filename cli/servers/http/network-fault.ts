import { z } from "zod";
import { type FaultKind, ServerFault, type ServerName, shownUrl } from "./server-fault";

/** What was asked, as far as a fault tells of it. */
export interface Asked {
  /** The server. */
  readonly server: ServerName;
  /** The whole URL. */
  readonly url: string;
  /** What sets how long a request may take; undefined where nobody can. */
  readonly timeoutSetting: string | undefined;
}

interface Told {
  readonly kind: FaultKind;
  readonly happened: string;
  readonly fix: string;
}

const REFUSED: Told = {
  kind: "refused",
  happened: "refuses the connection",
  fix: "Is it running? Are host and port of its URL right?",
};
const UNKNOWN_HOST: Told = {
  kind: "dns",
  happened: "can't be found: its host name is unknown",
  fix: "Is the host of its URL spelt right, and known to this machine's DNS?",
};
const UNREACHABLE: Told = {
  kind: "unreachable",
  happened: "can't be reached: there is no route to it",
  fix: "Does this machine need a VPN or a proxy (HTTPS_PROXY) to reach it? If it answers at another address, give that as apiUrl.",
};
const TIMEOUT: Told = {
  kind: "timeout",
  happened: "did not answer in time",
  fix: "Is it overloaded, or does a firewall drop the connection?",
};
const SILENT: Told = {
  kind: "cut",
  happened: "closed the connection without an answer",
  fix: "Look into its log and that of the proxy before it, and try again.",
};
const CUT_OFF: Told = {
  kind: "cut",
  happened: "cut its answer off in the middle",
  fix: "Look into its log and that of the proxy before it, and try again.",
};
const NO_TLS: Told = {
  kind: "tls",
  happened: "does not speak TLS at this address",
  fix: "Is it http:// rather than https://, or another port?",
};
const CLIENT_CERTIFICATE: Told = {
  kind: "tls",
  happened: "refuses the TLS connection",
  fix: "Does it ask for a client certificate? EspoCRM's is given as espocrm.clientCertificate.",
};

const certificate = (what: string, fix: string): Told => ({
  kind: "tls",
  happened: `has a TLS certificate that ${what}`,
  fix,
});
const UNTRUSTED = certificate(
  "no trusted authority has signed",
  "Name the private authority's certificate: in SSL_CERT_FILE, or for EspoCRM as espocrm.certificateAuthorityFile.",
);

const BY_CODE: Readonly<Record<string, Told>> = {
  ECONNREFUSED: REFUSED,
  ENOTFOUND: UNKNOWN_HOST,
  EAI_AGAIN: UNKNOWN_HOST,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ETIMEDOUT: TIMEOUT,
  UND_ERR_CONNECT_TIMEOUT: TIMEOUT,
  UND_ERR_HEADERS_TIMEOUT: TIMEOUT,
  UND_ERR_BODY_TIMEOUT: TIMEOUT,
  ECONNRESET: SILENT,
  EPIPE: SILENT,
  UND_ERR_SOCKET: SILENT,
  EPROTO: NO_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: CLIENT_CERTIFICATE,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: CLIENT_CERTIFICATE,
  "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE": CLIENT_CERTIFICATE,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  CERT_HAS_EXPIRED: certificate("has expired", "Renew it, or set this machine's clock."),
  CERT_NOT_YET_VALID: certificate("is not valid yet", "Set this machine's clock."),
  ERR_TLS_CERT_ALTNAME_INVALID: certificate(
    "is for another host",
    "Use the host name that the certificate has, or renew it for this one.",
  ),
};

/**
 * What an error of a request means for a person.
 * @param error what the HTTP client threw
 * @param begun whether the answer had begun to arrive
 */
export function networkFault(asked: Asked, error: unknown, begun: boolean): ServerFault {
  const { server, timeoutSetting, url } = asked;
  const { fix, ...told } = tell(error, begun);
  const isPatienceOfUse = told.kind === "timeout" && timeoutSetting !== undefined;
  return new ServerFault({
    ...told,
    server,
    url: shownUrl(url),
    fix: isPatienceOfUse ? `${fix} Give it longer with ${timeoutSetting}.` : fix,
  });
}

function tell(error: unknown, begun: boolean): Told {
  const { code, name } = ofError(error);
  if (name === "TimeoutError") return TIMEOUT;
  const known = BY_CODE[code ?? ""];
  if (begun && (known === undefined || known === SILENT)) return CUT_OFF;
  return (
    known ?? {
      kind: "connection",
      happened: `can't be asked: ${code ?? "the connection failed"}`,
      fix: "Does this URL lead to the server itself?",
    }
  );
}

const errorSchema = z.object({
  name: z.string().optional().catch(undefined),
  code: z.string().min(1).optional().catch(undefined),
  cause: z.unknown().optional(),
  errors: z.array(z.unknown()).optional().catch(undefined),
});

/** The name of an error, and the system's code of it or of the one behind it. */
function ofError(error: unknown): {
  readonly name?: string | undefined;
  readonly code?: string | undefined;
} {
  const { data } = errorSchema.safeParse(error);
  if (data === undefined) return {};
  const { cause, code, errors, name } = data;
  if (code !== undefined || name === "TimeoutError") return { name, code };
  return ofError(errors?.[0] ?? cause);
}
