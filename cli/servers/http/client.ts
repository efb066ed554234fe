import { Agent, type Dispatcher, ProxyAgent, request } from "undici";
import type { HttpAnswer } from "./answer";
import { networkFault } from "./network-fault";
import { Proxies } from "./proxies";
import { ServerFault, type ServerName, shownUrl } from "./server-fault";

/** Bytes of the largest answer that is read. Nothing that is asked for has a tenth of it. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

/** How a server is reached. */
export interface HttpClientOptions {
  /** Which server it is, for messages. */
  readonly server: ServerName;
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
  readonly server?: ServerName;
}

/** Asks one server. Connections are kept until it is closed. */
export class HttpClient {
  readonly #direct: Agent;
  readonly #proxies: Proxies;
  readonly #throughProxies = new Map<string, ProxyAgent>();

  /**
   * @param options how the server is reached
   * @throws {CommandFailure} where the environment names a proxy by what is no address
   */
  constructor(private readonly options: HttpClientOptions) {
    this.#proxies = new Proxies(options.environment ?? {});
    this.#direct = new Agent({ connect: { ...this.tls, timeout: options.timeout } });
  }

  /**
   * Sends a request, and takes whatever status comes.
   * @throws {ServerFault} if no complete answer came
   */
  async send(asked: HttpRequest): Promise<HttpAnswer> {
    const { form, headers, json, method = "GET", server = this.options.server, url } = asked;
    const { proxyHeaders, timeout, timeoutSetting } = this.options;
    const sentAt = Date.now();
    let begun = false;
    try {
      const response = await request(url, {
        dispatcher: this.dispatcherOf(url),
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
      const body = await textOf(response.body);
      if (body === undefined) throw endless(server, url);
      return {
        server,
        url,
        status: response.statusCode,
        headers: response.headers,
        body,
        sentAt,
        answeredAt,
      };
    } catch (error) {
      if (error instanceof ServerFault) throw error;
      throw networkFault({ server, url, timeoutSetting }, error, begun);
    }
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const agents = [this.#direct, ...this.#throughProxies.values()];
    await Promise.all(agents.map((agent) => agent.destroy()));
  }

  private get tls() {
    const { certificateAuthorities, clientCertificate, verifyTls = true } = this.options;
    return {
      rejectUnauthorized: verifyTls,
      ...(certificateAuthorities && { ca: [...certificateAuthorities] }),
      ...(clientCertificate && {
        cert: clientCertificate.certificate,
        key: clientCertificate.key,
      }),
    };
  }

  private dispatcherOf(url: string): Dispatcher {
    const proxy = this.#proxies.of(url);
    if (proxy === undefined) return this.#direct;
    const known = this.#throughProxies.get(proxy.href);
    const agent =
      known ?? new ProxyAgent({ uri: proxy.href, requestTls: this.tls, proxyTunnel: false });
    this.#throughProxies.set(proxy.href, agent);
    return agent;
  }
}

/** A body, decoded as UTF-8; undefined where it is too long to be an answer. */
async function textOf(body: AsyncIterable<Buffer>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) return undefined;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

const endless = (server: ServerName, url: string): ServerFault =>
  new ServerFault({
    server,
    url: shownUrl(url),
    kind: "content",
    happened: `does not stop answering (more than ${LARGEST_ANSWER / 1024 / 1024} MB)`,
    fix: "Does this URL lead to the server itself?",
  });
