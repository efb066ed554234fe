import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { CompactSign, exportJWK, generateKeyPair, type CryptoKey, type JWK } from "jose";

/** One request as the identity provider got it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What one of its endpoints answers. */
export interface Answer {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  /** Milliseconds before the answer. */
  readonly delay?: number;
}

/** How a token is signed, where not as usual. */
export interface Signing {
  readonly header?: Record<string, unknown>;
  readonly key?: CryptoKey | Uint8Array;
}

interface Key {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

const newKey = async (kid: string): Promise<Key> => {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" } };
};
const firstKey = newKey("key-1");

/**
 * A small identity provider. It approves everybody, and says and signs what the test wants; nothing
 * in it comes from the sandbox.
 */
export class IdentityProvider {
  readonly clientId = "espocrm";
  readonly clientSecret = "a-client-secret-of-32-characters";
  /** What was asked, in order. */
  readonly received: Received[] = [];
  /** Claims of the next ID tokens, over the usual ones; undefined takes one away. */
  claims: Record<string, unknown> = {};
  /** How the next ID tokens are signed. */
  signing: Signing = {};
  /** Answers in place of the usual ones, by path. */
  readonly answers = new Map<string, Answer>();
  /** What the authorization endpoint adds to the redirect URI, in place of a code. */
  refusal: Record<string, string> | undefined;
  #nonce: string | undefined;

  private constructor(
    readonly url: string,
    private readonly server: Server,
    private readonly now: () => number,
    private key: Key,
  ) {}

  static async start(now: () => number): Promise<IdentityProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const provider = new IdentityProvider(url, server, now, await firstKey);
    server.on("request", (request, response) => void provider.handle(request, response));
    return provider;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  /** EspoCRM's settings for this provider. */
  get settings(): Record<string, unknown> {
    return {
      authenticationMethod: "Oidc",
      oidcClientId: this.clientId,
      oidcClientSecret: this.clientSecret,
      oidcAuthorizationEndpoint: `${this.url}/authorize`,
      oidcTokenEndpoint: `${this.url}/token`,
      oidcUserInfoEndpoint: `${this.url}/userinfo`,
      oidcJwksEndpoint: `${this.url}/jwks`,
      oidcLogoutUrl: `${this.url}/logout?client_id={clientId}&back={siteUrl}`,
    };
  }

  /** The paths asked so far. */
  paths(): string[] {
    return this.received.map(({ path }) => path);
  }

  /** The public key in use. */
  get jwk(): JWK {
    return this.key.jwk;
  }

  async rotateKey(kid = "key-2"): Promise<void> {
    this.key = await newKey(kid);
  }

  /** A token with these claims over the usual ones. */
  async token(claims: Record<string, unknown> = {}, signing: Signing = {}): Promise<string> {
    const seconds = Math.floor(this.now() / 1000);
    const payload = {
      iss: `${this.url}/`,
      sub: "jane",
      aud: this.clientId,
      iat: seconds,
      exp: seconds + 300,
      nonce: this.#nonce,
      ...claims,
    };
    const header = { alg: "RS256", kid: this.key.jwk.kid, ...signing.header };
    const bytes = new TextEncoder().encode(JSON.stringify(payload));
    return new CompactSign(bytes)
      .setProtectedHeader(header)
      .sign(signing.key ?? this.key.privateKey);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", this.url);
    const { method = "", headers } = request;
    this.received.push({ method, path: url.pathname, headers, body: await text(request) });
    const answer = this.answers.get(url.pathname) ?? (await this.answer(url));
    const { status = 200, body, delay = 0 } = answer;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay).unref());
    response.writeHead(status, { "content-type": "application/json", ...answer.headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }

  private async answer(url: URL): Promise<Answer> {
    const html = { "content-type": "text/html" };
    switch (url.pathname) {
      case "/authorize": {
        this.#nonce = url.searchParams.get("nonce") ?? undefined;
        const state = url.searchParams.get("state") ?? "";
        const query = new URLSearchParams(this.refusal ?? { code: "code-abc", state });
        const location = `${url.searchParams.get("redirect_uri") ?? ""}?${query.toString()}`;
        const body = `<title>Provider</title><a id="approve" href="${location}">Approve</a>`;
        return { body, headers: html };
      }
      case "/token": {
        const idToken = await this.token(this.claims, this.signing);
        return { body: { id_token: idToken, access_token: "access-token-value" } };
      }
      case "/userinfo":
        return { body: { sub: "jane" } };
      case "/jwks":
        return { body: { keys: [this.key.jwk] } };
      case "/logout":
        return { body: "<title>Logged out</title><p>Logged out</p>", headers: html };
      default:
        return { status: 404, body: "" };
    }
  }
}
