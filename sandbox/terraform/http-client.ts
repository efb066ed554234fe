/**
 * One HTTP request as the providers' Go programs send it: redirects are followed, a GET may have a
 * body, errors read as Go's do.
 */
import type { IncomingMessage } from "node:http";
import { request as httpRequest, STATUS_CODES } from "node:http";
import { request as httpsRequest } from "node:https";

/** How far a server's certificate is trusted, and how a client shows its own. */
export interface TlsOptions {
  /** Whether any certificate will do. */
  readonly insecure: boolean;
  /**
   * The authority to trust, as PEM.
   *
   * @default - those that Node trusts
   */
  readonly ca?: string;
  /**
   * The client's own certificate, as PEM.
   *
   * @default - none
   */
  readonly cert?: string;
  /**
   * The key of the client's certificate, as PEM.
   *
   * @default - none
   */
  readonly key?: string;
}

/** A request. */
export interface HttpRequest {
  /** The method, in capitals. */
  readonly method: string;
  /** The address, whole. */
  readonly url: string;
  /** The headers by name. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The body.
   *
   * @default - none
   */
  readonly body?: string;
  /** What to trust. */
  readonly tls: TlsOptions;
  /**
   * The time after which to give up, in seconds.
   *
   * @default - never
   */
  readonly timeout?: number;
}

/** An answer. */
export interface HttpAnswer {
  /** The status code. */
  readonly status: number;
  /** The status code and its usual name, as in `404 Not Found`. */
  readonly statusLine: string;
  /** The seconds that the server asks to wait before another try. */
  readonly retryAfter: number | undefined;
  /** The body's media type; empty when the server names none. */
  readonly contentType: string;
  /** The body as text. */
  readonly body: string;
}

/** A request that got no answer; the message is the one that Go gives. */
export class NoAnswer extends Error {}

const MAX_REDIRECTS = 10;

/** Sends a request and follows redirects. */
export async function send(request: HttpRequest): Promise<HttpAnswer> {
  let current = request;
  for (let redirects = 0; redirects < MAX_REDIRECTS; redirects++) {
    const answer = await exchange(current);
    const next = redirected(current, answer);
    if (!next) {
      const status = answer.statusCode ?? 0;
      return {
        status,
        statusLine: `${status} ${answer.statusMessage ?? STATUS_CODES[status] ?? ""}`.trimEnd(),
        retryAfter: seconds(answer.headers["retry-after"]),
        contentType: answer.headers["content-type"] ?? "",
        body: await readText(answer),
      };
    }
    answer.resume();
    current = next;
  }
  throw noAnswer(request, `stopped after ${MAX_REDIRECTS} redirects`);
}

function exchange(request: HttpRequest): Promise<IncomingMessage> {
  const { method, url, headers, body, tls, timeout } = request;
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const start = url.startsWith("https:") ? httpsRequest : httpRequest;
    const sent = start(url, {
      method,
      headers: { ...headers, ...length },
      rejectUnauthorized: !tls.insecure,
      ca: tls.ca,
      cert: tls.cert,
      key: tls.key,
      ...(timeout && { signal: AbortSignal.timeout(timeout * 1000) }),
    });
    sent.on("response", resolve);
    sent.on("error", (cause) => {
      reject(noAnswer(request, reasonOf(cause, new URL(url))));
    });
    sent.end(body);
  });
}

async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of answer) chunks.push(chunk as Buffer);
  } catch {
    throw new NoAnswer("unexpected EOF");
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The next request of a redirect: 301, 302 and 303 turn a write into a read, 307 and 308 do not. */
function redirected(request: HttpRequest, answer: IncomingMessage): HttpRequest | undefined {
  const status = answer.statusCode ?? 0;
  const { location } = answer.headers;
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  const from = new URL(request.url);
  const to = new URL(location, from);
  const keepsBody = status >= 307;
  const dropped = [
    ...(from.hostname === to.hostname ? [] : ["authorization"]),
    ...(keepsBody ? [] : ["content-type"]),
  ];
  const headers = Object.entries(request.headers).filter(
    ([name]) => !dropped.includes(name.toLowerCase()),
  );
  const next = {
    method: keepsBody || request.method === "HEAD" ? request.method : "GET",
    url: to.href,
    headers: { ...Object.fromEntries(headers), Referer: request.url },
    tls: request.tls,
    ...(request.timeout !== undefined && { timeout: request.timeout }),
  };
  return keepsBody && request.body !== undefined ? { ...next, body: request.body } : next;
}

const noAnswer = ({ method, url }: HttpRequest, reason: string): NoAnswer =>
  new NoAnswer(`${method.charAt(0)}${method.slice(1).toLowerCase()} "${url}": ${reason}`);

function reasonOf(cause: unknown, url: URL): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  if (code === "ECONNREFUSED")
    return `dial tcp ${url.hostname}:${port}: connect: connection refused`;
  if (code === "ENOTFOUND") return `dial tcp: lookup ${url.hostname}: no such host`;
  if (code === "ECONNRESET") return "EOF";
  if (code === "ABORT_ERR") {
    return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
  }
  return cause instanceof Error ? cause.message : String(cause);
}

function seconds(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : undefined;
}
