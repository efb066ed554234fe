import { EnvHttpProxyAgent, request } from "undici";
import type { HttpAnswer } from "./answer";
import { networkFault } from "./network-fault";
import type { Side } from "./server-fault";

/** How a server is reached. */
export interface HttpClientOptions {
  /** Which server it is, for messages. */
  readonly side: Side;
  /** Milliseconds that a request may take as a whole. */
  readonly timeout: number;
  /**
   * What sets `timeout`, for messages: `--timeout`.
   * @default - nothing that a person could change
   */
  readonly timeoutSetting?: string | undefined;
  /**
   * Headers of an access proxy; sent to these origins alone.
   * @default - none
   */
  readonly proxyHeaders?: {
    /** Header name -> value. */
    readonly headers: Readonly<Record<string, string>>;
    /** Origins that get them. */
    readonly origins: readonly string[];
  };
  /**
   * Certificates that are trusted, PEM.
   * @default - Node's own authorities
   */
  readonly certificateAuthorities?: readonly string[];
  /**
   * Client certificate and private key for mutual TLS, PEM.
   * @default - none
   */
  readonly clientCertificate?: { readonly certificate: string; readonly key: string };
  /**
   * Whether the server's certificate is verified.
   * @default true
   */
  readonly verifyTls?: boolean;
  /**
   * Environment with `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`.
   * @default - no proxy
   */
  readonly environment?: NodeJS.ProcessEnv;
}

/** A request. Redirects are never followed. */
export interface HttpRequest {
  /** Whole URL. */
  readonly url: string;
  /** Method. @default "GET" */
  readonly method?: "GET" | "POST" | "PUT";
  /** Headers. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Body as JSON. @default - none */
  readonly json?: unknown;
  /** Body as a form. @default - none */
  readonly form?: Readonly<Record<string, string>>;
  /** Who answers there, for messages. @default - the client's server */
  readonly side?: Side;
}

/** Asks one server. Connections are kept until it is closed. */
export class HttpClient {
  readonly #agent: EnvHttpProxyAgent;

  /** @param options how the server is reached */
  constructor(private readonly options: HttpClientOptions) {
    const { clientCertificate, environment = {}, timeout, verifyTls = true } = options;
    const tls = {
      rejectUnauthorized: verifyTls,
      ...(options.certificateAuthorities && { ca: [...options.certificateAuthorities] }),
      ...(clientCertificate && {
        cert: clientCertificate.certificate,
        key: clientCertificate.key,
      }),
    };
    this.#agent = new EnvHttpProxyAgent({
      httpProxy: environment["http_proxy"] ?? environment["HTTP_PROXY"] ?? "",
      httpsProxy: environment["https_proxy"] ?? environment["HTTPS_PROXY"] ?? "",
      noProxy: environment["no_proxy"] ?? environment["NO_PROXY"] ?? "",
      connect: { ...tls, timeout },
      requestTls: tls,
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
  }

  /**
   * Sends a request, and takes whatever status comes.
   * @throws {ServerFault} if no complete answer came
   */
  async send(asked: HttpRequest): Promise<HttpAnswer> {
    const { form, headers, json, method = "GET", side = this.options.side, url } = asked;
    const { proxyHeaders, timeout, timeoutSetting } = this.options;
    const sentAt = Date.now();
    let begun = false;
    try {
      const response = await request(url, {
        dispatcher: this.#agent,
        method,
        headers: {
          accept: "application/json, text/html;q=0.5",
          ...(json !== undefined && { "content-type": "application/json" }),
          ...(form && { "content-type": "application/x-www-form-urlencoded" }),
          ...(proxyHeaders?.origins.includes(new URL(url).origin) && proxyHeaders.headers),
          ...headers,
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
        ...(form && { body: new URLSearchParams(form).toString() }),
        signal: AbortSignal.timeout(timeout),
      });
      begun = true;
      const answeredAt = Date.now();
      const body = await response.body.text();
      return {
        side,
        url,
        status: response.statusCode,
        headers: response.headers,
        body,
        sentAt,
        answeredAt,
      };
    } catch (error) {
      throw networkFault({ side, url, timeoutSetting }, error, begun);
    }
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
