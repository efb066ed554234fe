/** The API client of authentik's provider: as strict with answers as the real one, which is generated. */
import type { Json, JsonObject } from "../go-text";
import { isJsonList, isJsonObject, JsonError, parseJson, writeJson } from "../go-text";
import type { HttpAnswer, TlsOptions } from "../http-client";
import { NoAnswer, send } from "../http-client";
import { error, Refusal } from "../host/provider";
import type { Shape } from "./shapes";
import { lists, checkShape, ShapeError } from "./shapes";

/** An answer that says "not found": the provider takes it for an answer, never for an error. */
export class NotFound extends Error {}

/** Where authentik is, and who asks. */
export interface Access {
  /** The address of authentik, with a path where it has one. */
  readonly url: string;
  /** The API token. */
  readonly token: string;
  /** What the provider calls itself. */
  readonly userAgent: string;
  /** Further headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** What to trust. */
  readonly tls: TlsOptions;
}

/** The values of a query by name; a list repeats the name. */
export type Query = Readonly<Record<string, string | readonly string[]>>;

/** The client of one provider block. */
export class AuthentikClient {
  readonly #access: Access;

  /** @param access - where authentik is, and who asks. */
  constructor(access: Access) {
    this.#access = access;
  }

  /** Reads an object. */
  get(path: string, shape: Shape, query: Query = {}): Promise<JsonObject> {
    return this.#object("GET", path, shape, { query });
  }

  /** Creates an object. */
  post(path: string, body: Json, shape: Shape): Promise<JsonObject> {
    return this.#object("POST", path, shape, { body });
  }

  /** Writes an object anew, whole. */
  put(path: string, body: Json, shape: Shape): Promise<JsonObject> {
    return this.#object("PUT", path, shape, { body });
  }

  /** Sends what is answered with nothing, or with what nobody reads. */
  async tell(method: "DELETE" | "PATCH" | "POST", path: string, body?: Json): Promise<void> {
    await this.#exchange(method, path, body === undefined ? {} : { body });
  }

  /** The first page of a list. */
  async list(path: string, shape: Shape, query: Query): Promise<JsonObject[]> {
    return resultsOf(await this.get(path, lists(shape), query));
  }

  /** A list with all its pages. */
  async everyPage(path: string, shape: Shape, query: Query): Promise<JsonObject[]> {
    const all: JsonObject[] = [];
    for (let page = 1; ; page++) {
      const answer = await this.get(path, lists(shape), { ...query, page: String(page) });
      all.push(...resultsOf(answer));
      if (!isJsonObject(answer["pagination"]) || !answer["pagination"]["next"]) return all;
    }
  }

  /** Sends what is answered with a list that has no pages. */
  async postForList(path: string, body: Json, shape: Shape): Promise<JsonObject[]> {
    const [answer, fail] = await this.#exchange("POST", path, { body });
    const value = decode(answer, fail);
    const items = isJsonList(value) ? value.filter(isJsonObject) : [];
    for (const item of items) check(item, shape, fail);
    return items;
  }

  async #object(
    method: string,
    path: string,
    shape: Shape,
    parts: { readonly query?: Query; readonly body?: Json },
  ): Promise<JsonObject> {
    const [answer, fail] = await this.#exchange(method, path, parts);
    const value = decode(answer, fail);
    if (!isJsonObject(value)) return fail("json: cannot unmarshal into Go value");
    check(value, shape, fail);
    return value;
  }

  async #exchange(
    method: string,
    path: string,
    { query = {}, body }: { readonly query?: Query; readonly body?: Json },
  ): Promise<[HttpAnswer, Fail]> {
    const { url, token, userAgent, headers, tls } = this.#access;
    const address = new URL(url);
    const base = address.pathname.replace(/\/+$/, "");
    address.pathname = `${base.endsWith("/api/v3") ? base : `${base}/api/v3`}${path}`;
    address.search = encodeQuery(query);
    const answer = await send({
      method,
      url: address.href,
      headers: {
        Accept: "application/json",
        "User-Agent": userAgent,
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: `${writeJson(body)}\n` }),
      tls,
    }).catch((cause: unknown) => {
      if (!(cause instanceof NoAnswer)) throw cause;
      throw new Refusal(error(`HTTP Error '${cause.message}' without http response`));
    });
    if (answer.status === 404) throw new NotFound(path);
    const fail: Fail = (reason) => {
      throw new Refusal(
        error(
          `HTTP Error '${reason}' during request '${method} ${address.pathname}': "${answer.body}"`,
        ),
      );
    };
    if (answer.status >= 300) fail(reasonOf(answer, fail));
    return [answer, fail];
  }
}

/** Fails with the provider's words for it. */
type Fail = (reason: string) => never;

/** What the client makes of a refusal: it wants to read those that it knows. */
function reasonOf(answer: HttpAnswer, fail: Fail): string {
  if (answer.status === 400 && answer.body) decode(answer, fail);
  if (answer.status !== 403 || !answer.body) return answer.statusLine;
  const value = decode(answer, fail);
  const detail = isJsonObject(value) ? value["detail"] : undefined;
  if (typeof detail !== "string") return fail("no value given for required property detail");
  return `${answer.statusLine}  (${detail})`;
}

function decode({ body, contentType }: HttpAnswer, fail: Fail): Json {
  if (!/^application\/(.*\+)?json/i.test(contentType)) fail("undefined response type");
  try {
    return parseJson(body);
  } catch (cause) {
    if (cause instanceof JsonError) fail(cause.message);
    throw cause;
  }
}

function check(value: JsonObject, shape: Shape, fail: Fail): void {
  try {
    checkShape(value, shape);
  } catch (cause) {
    if (cause instanceof ShapeError) fail(cause.message);
    throw cause;
  }
}

function resultsOf({ results }: JsonObject): JsonObject[] {
  return isJsonList(results) ? results.filter(isJsonObject) : [];
}

/** Names in order, a space as a plus sign. */
function encodeQuery(query: Query): string {
  const pairs = Object.entries(query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => [value].flat().map((v) => [name, v] as [string, string]));
  return new URLSearchParams(pairs).toString();
}
