import { z } from "zod";
import { permissionFor } from "../../../lib/fields/index";
import { answerJson, type HttpAnswer, statusFault } from "../http/answer";
import { inParallel } from "../../run/in-parallel";
import { HttpClient, type HttpClientOptions, type HttpRequest } from "../http/client";
import { ServerFault, shownUrl } from "../http/server-fault";
import { lacksPermission } from "./permission";

/** How an authentik is reached. */
export interface AuthentikAccess {
  /** Its public address, without a trailing slash. */
  readonly url: string;
  /** Base of its API as Terraform reaches it, without a trailing slash. */
  readonly api: string;
  /** The API token that Terraform uses. */
  readonly token: string;
  /** Terraform variable with the token. */
  readonly tokenVariable: string;
  /** Everything about the connection but the credentials. */
  readonly client: HttpClientOptions;
}

const providerSchema = z.looseObject({
  pk: z.number(),
  name: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  client_type: z.string().optional(),
  authentication_flow: z.string().nullish(),
  invalidation_flow: z.string().nullish(),
  signing_key: z.string().nullable(),
  property_mappings: z.array(z.string()),
  redirect_uris: z.array(
    z.looseObject({
      matching_mode: z.string(),
      url: z.string(),
      redirect_uri_type: z.string().optional(),
    }),
  ),
  grant_types: z.array(z.string()).optional(),
  sub_mode: z.string(),
  include_claims_in_id_token: z.boolean(),
  access_token_validity: z.string(),
  logout_uri: z.string().optional(),
  logout_method: z.string().optional(),
  assigned_application_slug: z.string().nullable(),
});

/** An OAuth2/OpenID provider, as far as it is looked at. It holds the client secret. */
export type OAuth2Provider = z.infer<typeof providerSchema>;

const keyPairSchema = z.looseObject({
  pk: z.string(),
  name: z.string(),
  fingerprint_sha256: z.string().nullable(),
  // "rsa", "ec", …; whether it has a private key: it signs only then.
  key_type: z.string().nullish(),
  private_key_available: z.boolean().nullish(),
});

/** A key pair, as far as it is looked at. */
export type KeyPair = z.infer<typeof keyPairSchema>;

const mappingSchema = z.looseObject({ pk: z.string(), name: z.string(), scope_name: z.string() });

/** A scope mapping, as far as it is looked at. */
export type ScopeMapping = z.infer<typeof mappingSchema>;

const applicationSchema = z.looseObject({
  pk: z.string(),
  name: z.string(),
  backchannel_providers: z.array(z.number()).optional(),
});

/** An application, as far as it is looked at. */
export type Application = z.infer<typeof applicationSchema>;

const flowSchema = z.looseObject({
  pk: z.string(),
  slug: z.string(),
  name: z.string(),
  designation: z.string(),
});

/** A flow, as far as it is looked at. */
export type Flow = z.infer<typeof flowSchema>;

const userSchema = z.looseObject({ username: z.string(), is_active: z.boolean().optional() });

const paginationSchema = z.looseObject({
  next: z.number(),
  count: z.number().optional(),
  total_pages: z.number().optional(),
});

/** A user, as far as it is looked at. */
export type AuthentikUser = z.infer<typeof userSchema>;

/** Rows of a page that are asked for where a list is long; authentik gives what it allows, 100 by default. */
const LONG_PAGE = "500";

/** Pages that are asked for at once. */
const PAGES_AT_ONCE = 4;

/** An authentik: its API, to the token that Terraform uses, and its pages, as strangers see them. */
export class Authentik {
  readonly #http: HttpClient;

  /**
   * @param access how it is reached
   * @param keepSecret takes down what must not be shown
   * @throws {CommandFailure} where the environment names a proxy by what is no address
   */
  constructor(
    readonly access: AuthentikAccess,
    readonly keepSecret: (value: string) => void,
  ) {
    this.#http = new HttpClient(access.client);
  }

  /** Sends a request as a stranger's: the API token stays here. */
  send(request: HttpRequest): Promise<HttpAnswer> {
    return this.#http.send(request);
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return this.#http.close();
  }

  /** The provider with this client ID; undefined where there is none. */
  async provider(clientId: string): Promise<OAuth2Provider | undefined> {
    const found = await this.list("providers/oauth2/", { client_id: clientId }, providerSchema);
    for (const { client_secret } of found) this.keepSecret(client_secret);
    return found.find(({ client_id }) => client_id === clientId);
  }

  /** A key pair by its name, or by its id; undefined where there is none. */
  async keyPair(key: string | { readonly id: string }): Promise<KeyPair | undefined> {
    const path = "crypto/certificatekeypairs/";
    if (typeof key === "string") {
      return (await this.list(path, { name: key, include_details: "true" }, keyPairSchema))[0];
    }
    return this.one(`${path}${encodeURIComponent(key.id)}/`, keyPairSchema);
  }

  /** All scope mappings. */
  scopeMappings(): Promise<readonly ScopeMapping[]> {
    const query = { page_size: "100", ordering: "scope_name" };
    return this.list("propertymappings/provider/scope/", query, mappingSchema);
  }

  /** The application with this slug; undefined where there is none, or none that the token may see. */
  async application(slug: string): Promise<Application | undefined> {
    const answer = await this.get(`core/applications/${encodeURIComponent(slug)}/`);
    return answer.status === 404 ? undefined : answerJson(answer, applicationSchema);
  }

  /** All flows. */
  flows(): Promise<readonly Flow[]> {
    return this.list("flows/instances/", { page_size: "100" }, flowSchema);
  }

  /** The user of this name; undefined where there is none. */
  async user(username: string): Promise<AuthentikUser | undefined> {
    return (await this.list("core/users/", { username }, userSchema))[0];
  }

  /**
   * All rows of a list of the API, page after page.
   * @param path of the list, such as `core/groups/`
   * @param query filters; `page_size` is 100 at most
   * @param row form of a row
   * @throws {ServerFault} where it can't be read
   */
  async list<T>(
    path: string,
    query: Readonly<Record<string, string>>,
    row: z.ZodType<T>,
  ): Promise<T[]> {
    const rows: T[] = [];
    for (let page = 1; page > 0;) {
      const { next, results } = await this.#page(path, { ...query, page: String(page) }, row);
      rows.push(...results);
      page = next > page ? next : 0;
    }
    return rows;
  }

  /**
   * All rows of a long list, several pages at once.
   * @param take gets the rows of each page as it comes, so the pages in no order
   * @param most a longer list is not read beyond its first page
   * @returns how many rows the list has
   * @throws {ServerFault} where it can't be read
   */
  async eachPage<T>(
    path: string,
    query: Readonly<Record<string, string>>,
    row: z.ZodType<T>,
    take: (rows: readonly T[]) => void,
    most = Infinity,
  ): Promise<number> {
    const ask = (page: number) =>
      this.#page(path, { ...query, page_size: LONG_PAGE, page: String(page) }, row);
    const { count, pages, results } = await ask(1);
    take(results);
    if (count > most) return count;
    const others = Array.from({ length: Math.max(0, pages - 1) }, (_, index) => index + 2);
    await inParallel(others, PAGES_AT_ONCE, async (page) => take((await ask(page)).results));
    return count;
  }

  /** The first page of a list of the API; see `list`. */
  async firstOf<T>(
    path: string,
    query: Readonly<Record<string, string>>,
    row: z.ZodType<T>,
  ): Promise<readonly T[]> {
    return (await this.#page(path, query, row)).results;
  }

  async #page<T>(path: string, query: Readonly<Record<string, string>>, row: z.ZodType<T>) {
    const answer = await this.get(`${path}?${new URLSearchParams(query).toString()}`);
    const { pagination, results } = answerJson(
      answer,
      z.looseObject({
        pagination: paginationSchema.optional(),
        results: z.array(row),
      }),
    );
    const { count = results.length, next = 0, total_pages: pages = 1 } = pagination ?? {};
    return { count, next, pages, results };
  }

  /**
   * One object of the API.
   * @returns undefined where there is none (404)
   * @throws {ServerFault} where it can't be read
   */
  async one<T>(path: string, form: z.ZodType<T>): Promise<T | undefined> {
    const answer = await this.get(path);
    return answer.status === 404 ? undefined : answerJson(answer, form);
  }

  private async get(path: string): Promise<HttpAnswer> {
    const { api, token, tokenVariable } = this.access;
    const answer = await this.send({
      url: `${api}/${path}`,
      headers: { authorization: `Bearer ${token}`, accept: "application/json" },
    });
    if (answer.status === 401 || answer.status === 403) throw refused(answer, tokenVariable);
    return answer;
  }
}

const detailSchema = z.looseObject({ detail: z.string() });

/** authentik answers 403, never 401, and says in `detail` whether it is the token or its rights. */
function refused(answer: HttpAnswer, tokenVariable: string): ServerFault {
  const said = detailOf(answer);
  if (said === undefined) return statusFault(answer);
  const variable = `TF_VAR_${tokenVariable}`;
  const missing = permissionFor("GET", new URL(answer.url).pathname);
  const isToken = /token|header|credentials/i.test(said);
  return new ServerFault({
    server: "authentik",
    url: shownUrl(answer.url),
    kind: "status",
    status: answer.status,
    happened: isToken
      ? `does not accept the API token in ${variable} ("${said}")`
      : `does not let the API token in ${variable} read this${missing === undefined ? "" : `: it lacks ${missing.name}`}`,
    fix: isToken
      ? `Give a token of intent API that does not expire (authentik: Directory, Tokens and App passwords) as ${variable}: authentik replaces the key of an expiring one.`
      : lacksPermission("GET", new URL(answer.url).pathname),
  });
}

function detailOf({ body }: HttpAnswer): string | undefined {
  try {
    return detailSchema.safeParse(JSON.parse(body)).data?.detail;
  } catch {
    return undefined;
  }
}
