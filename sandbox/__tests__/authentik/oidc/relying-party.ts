import { createRemoteJWKSet, jwtVerify, type JWTPayload } from "jose";
import type { AuthentikSandbox } from "../../../authentik";
import { apiOf, pkOf, providerBody, resultsOf, textAt, type Call, type Json } from "../api-client";
import { Browser, type Page } from "../browser";

/** Where the client gets its answers. */
export const CALLBACK = "https://crm.example.com/oauth-callback.php";

/** Scopes that the client's provider maps. */
export const SCOPES = ["openid", "email", "profile"];

/** A client with its application, made through the API as Terraform does. */
export class RelyingParty {
  private constructor(
    private readonly sandbox: AuthentikSandbox,
    readonly call: Call,
    readonly provider: string,
    readonly application: string,
    readonly slug: string,
    readonly clientId: string,
    readonly secret: string,
  ) {}

  /** Makes provider and application; `more` are further fields of the provider. */
  static async create(
    sandbox: AuthentikSandbox,
    more: Json = {},
    { slug = "espocrm", application = {} }: { slug?: string; application?: Json } = {},
  ): Promise<RelyingParty> {
    const call = apiOf(sandbox);
    const body = await providerBody(call, {
      name: slug,
      client_id: slug,
      signing_key: await keyPk(call, "authentik Self-signed Certificate"),
      property_mappings: await mappingPks(call, SCOPES),
      sub_mode: "user_username",
      redirect_uris: [{ matching_mode: "strict", url: CALLBACK }],
      ...(sandbox.release !== "2026.2" && {
        grant_types: ["authorization_code", "implicit", "hybrid", "refresh_token"],
      }),
      ...more,
    });
    const created = await call("POST", "/providers/oauth2/", body);
    if (created.status !== 201) throw new Error(created.text);
    const app = await call("POST", "/core/applications/", {
      name: "EspoCRM",
      slug,
      provider: Number(pkOf(created)),
      ...application,
    });
    if (app.status !== 201) throw new Error(app.text);
    const [clientId, secret] = ["client_id", "client_secret"].map((key) =>
      textAt(created.body, key),
    );
    return new RelyingParty(
      sandbox,
      call,
      pkOf(created),
      pkOf(app),
      slug,
      clientId ?? "",
      secret ?? "",
    );
  }

  /** Changes the provider, as Terraform would. */
  async change(fields: Json): Promise<void> {
    const answer = await this.call("PATCH", `/providers/oauth2/${this.provider}/`, fields);
    if (answer.status !== 200) throw new Error(answer.text);
  }

  /** Lets only this group, user or policy in. */
  async bind(binding: Json): Promise<void> {
    const body = { target: this.application, order: 0, ...binding };
    const answer = await this.call("POST", "/policies/bindings/", body);
    if (answer.status !== 201) throw new Error(answer.text);
  }

  /** Address of the authorization endpoint with the request of a careful client. */
  authorizeUrl(more: Record<string, string | undefined> = {}): string {
    const parameters: Record<string, string | undefined> = {
      client_id: this.clientId,
      redirect_uri: CALLBACK,
      response_type: "code",
      scope: "openid profile email",
      state: "st-1",
      nonce: "no-1",
      ...more,
    };
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
    const query = new URLSearchParams(given as [string, string][]).toString();
    return `/application/o/authorize/?${query}`;
  }

  /** A browser in which this user is logged in. */
  async browserOf(username: string): Promise<Browser> {
    const browser = new Browser(this.sandbox);
    await browser.login(username);
    return browser;
  }

  /** The code that a user lets the client have. */
  async code(username = "jane", more: Record<string, string | undefined> = {}): Promise<string> {
    const browser = await this.browserOf(username);
    return answerIn(await browser.open(this.authorizeUrl(more)))["code"] ?? "";
  }

  /** Asks the token endpoint, with the secret in the form unless a header is given. */
  async token(form: Record<string, string>, authorization?: string): Promise<TokenAnswer> {
    const response = await fetch(`${this.sandbox.url}/application/o/token/`, {
      method: "POST",
      headers: authorization === undefined ? {} : { authorization },
      body: new URLSearchParams({
        grant_type: "authorization_code",
        redirect_uri: CALLBACK,
        ...(authorization === undefined && {
          client_id: this.clientId,
          client_secret: this.secret,
        }),
        ...form,
      }),
    });
    const body = (await response.json()) as Record<string, string>;
    return { status: response.status, headers: response.headers, body };
  }

  /** A user's tokens. */
  async tokens(
    username = "jane",
    more: Record<string, string | undefined> = {},
  ): Promise<Record<string, string>> {
    const { status, body } = await this.token({ code: await this.code(username, more) });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  }

  /** The claims of a token that the published keys verify. */
  async verified(token = ""): Promise<JWTPayload> {
    const jwks = createRemoteJWKSet(
      new URL(`${this.sandbox.url}/application/o/${this.slug}/jwks/`),
    );
    return (await jwtVerify(token, jwks)).payload;
  }

  /** A path of the application. */
  path(rest: string): string {
    return `/application/o/${this.slug}/${rest}`;
  }
}

/** An answer of the token endpoint. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, string>;
}

/** The parameters that a redirect gives to the client, from query or fragment. */
export function answerIn({ location }: Page): Record<string, string> {
  const { hash, search } = new URL(location);
  return Object.fromEntries(new URLSearchParams(hash.slice(1) || search));
}

/** The UUID of a key pair. */
export async function keyPk(call: Call, name: string): Promise<string> {
  const query = new URLSearchParams({ name }).toString();
  return textAt(resultsOf(await call("GET", `/crypto/certificatekeypairs/?${query}`))[0], "pk");
}

/** The UUIDs of the shipped mappings of these scopes. */
export async function mappingPks(call: Call, scopes: readonly string[]): Promise<string[]> {
  const all = resultsOf(await call("GET", "/propertymappings/provider/scope/?page_size=100"));
  return all
    .filter((row) => scopes.includes(textAt(row, "scope_name")))
    .map((row) => textAt(row, "pk"));
}
