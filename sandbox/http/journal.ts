import type { IncomingHttpHeaders } from "node:http";
import { maskedBody, maskedHeader, maskedUrl } from "./masking";

/** One request to the imitated server, as it was received and answered. */
export interface JournaledRequest {
  /** HTTP method, upper case. */
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  /** Headers, names in lower case; credentials cut: `Basic …`, `Bearer …`, `…`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body as sent, also that of a GET; `""` without one. */
  readonly body: string;
  /** Status of the answer; null while there is none, and for ever after a refused connection. */
  readonly status: number | null;
  /** Length of the answer's body in bytes. */
  readonly bytes: number;
}

/** Fills in the answer of a journaled request. */
export type JournalAnswer = (status: number, bytes: number) => void;

/** Every request to the imitated server, in the order of arrival. */
export class Journal {
  #requests: { -readonly [K in keyof JournaledRequest]: JournaledRequest[K] }[] = [];

  /** Adds a request; the returned function adds its answer. */
  record(method: string, url: string, headers: IncomingHttpHeaders, body: string): JournalAnswer {
    const entry = {
      method,
      url,
      headers: shown(headers),
      body,
      status: null as number | null,
      bytes: 0,
    };
    this.#requests.push(entry);
    return (status, bytes) => {
      entry.status = status;
      entry.bytes = bytes;
    };
  }

  /** The requests with their bodies as sent, secrets included: for tests in this process. */
  list(): readonly JournaledRequest[] {
    return this.#requests.map((request) => ({ ...request }));
  }

  /** The requests with the secrets in URLs and bodies masked: what may be shown. */
  masked(): readonly JournaledRequest[] {
    return this.#requests.map((request) => ({
      ...request,
      url: maskedUrl(request.url),
      body: maskedBody(request.body),
    }));
  }

  /** Forgets all requests. */
  clear(): void {
    this.#requests = [];
  }
}

function shown(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      maskedHeader(name, Array.isArray(value) ? value.join(", ") : (value ?? "")),
    ]),
  );
}
