import { CommandFailure } from "../../run/failure";

/** Which server a request went to: one of the two, or one that is neither, by what leads to it. */
export type ServerName = "authentik" | "EspoCRM" | "the logout URL's host";

/** What kept a server's answer from being of use. */
export type FaultKind =
  /** Nothing listens at the address. */
  | "refused"
  /** The host's name is unknown. */
  | "dns"
  /** No route to the host. */
  | "unreachable"
  /** The TLS connection failed, or the certificate was not accepted. */
  | "tls"
  /** No answer in time. */
  | "timeout"
  /** The connection ended before the answer was complete. */
  | "cut"
  /** What came is no HTTP, or the connection failed in another way. */
  | "connection"
  /** The answer has a status that says no. */
  | "status"
  /** The answer is an HTML page where JSON was expected. */
  | "html"
  /** The answer is not the JSON that was expected. */
  | "content";

/** What a fault is told with. */
export interface FaultReport {
  /** The server that was asked. */
  readonly server: ServerName;
  /** What was asked, query and credentials removed. */
  readonly url: string;
  /** What kind of fault. */
  readonly kind: FaultKind;
  /** What happened, as the rest of a sentence that begins with the server. */
  readonly happened: string;
  /** What to try. */
  readonly fix: string;
  /** HTTP status of the answer. @default - there was none */
  readonly status?: number;
}

/** A server did not answer as it should have. The message is complete: server, URL, what to try. */
export class ServerFault extends CommandFailure implements FaultReport {
  readonly server: ServerName;
  readonly url: string;
  readonly kind: FaultKind;
  readonly happened: string;
  readonly fix: string;
  readonly status: number | undefined;

  /** @param report what to tell */
  constructor(report: FaultReport) {
    super(`${report.server} ${report.happened} (${report.url}). ${report.fix}`, 1);
    this.name = "ServerFault";
    this.server = report.server;
    this.url = report.url;
    this.kind = report.kind;
    this.happened = report.happened;
    this.fix = report.fix;
    this.status = report.status;
  }

  /** Whether no complete answer came at all. */
  get isSilence(): boolean {
    return !["status", "html", "content"].includes(this.kind);
  }
}

/** A URL as messages show it: without query, fragment and credentials, which may be secret. */
export function shownUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
