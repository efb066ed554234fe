/** An object behind a REST API, as a `restapi_object` resource describes it. */
import type { Json, JsonObject } from "../go-text";
import { formatValue, JsonError, parseJsonObject, writeJson } from "../go-text";
import type { Attributes } from "../wire/values";
import { asText, isAttributes, mapValues } from "../wire/values";
import type { RestApiClient } from "./client";
import { RequestError } from "./client";
import type { Operation } from "./configuration";
import { findObject, textAt } from "./search";

/** An object that can't be dealt with; the message is the provider's. */
export class ObjectError extends Error {}

/** An object behind a REST API. */
export class ApiObject {
  /** The object's id; empty when it has none, or has it no more. */
  id: string;
  /** The last answer that held the object, as it came; empty when there was none. */
  response = "";
  #answered: Record<string, Json> = {};
  #data: JsonObject;
  readonly #attributes: Attributes;
  readonly #client: RestApiClient;

  /**
   * @param client - the client to reach it with.
   * @param attributes - the resource's attributes: state or plan.
   * @param id - the id to use when `object_id` names none.
   * @param data - what to send.
   */
  constructor(client: RestApiClient, attributes: Attributes, id: string, data: JsonObject) {
    this.#client = client;
    this.#attributes = attributes;
    this.#data = data;
    this.id = asText(attributes["object_id"]) || id || (textAt(data, this.#idAttribute) ?? "");
  }

  /** The last answer's members, each as Go formats it. */
  get formatted(): Record<string, string> {
    return mapValues(this.#answered, formatValue);
  }

  /** Creates the object, and reads it back unless the answer holds it. */
  async create(): Promise<void> {
    const { createReturnsObject, writeReturnsObject } = this.#client.configuration;
    const returned = createReturnsObject || writeReturnsObject;
    if (!this.id && !returned) {
      throw new ObjectError(
        "provided object does not have an id set and the client is not configured to read the object from a POST or PUT response; please set write_returns_object to true, or include an id in the object's data",
      );
    }
    const answer = await this.#send("create", writeJson(this.#data));
    if (returned) this.#accept(answer);
    else await this.read();
  }

  /** Reads the object; one that is gone loses its id. */
  async read(): Promise<void> {
    if (!this.id) throw new ObjectError("cannot read an object unless the ID has been set");
    const search = this.#attributes["read_search"];
    if (isAttributes(search)) {
      await this.#find(search);
      return;
    }
    try {
      this.#accept(await this.#send("read", this.#body("read_data")));
    } catch (cause) {
      if (!(cause instanceof RequestError) || cause.status !== 404) throw cause;
      this.id = "";
    }
  }

  /** Updates the object, and reads it back unless the answer holds it. */
  async update(): Promise<void> {
    if (!this.id) throw new ObjectError("cannot update an object unless the ID has been set");
    const answer = await this.#send("update", this.#body("update_data") || writeJson(this.#data));
    if (this.#client.configuration.writeReturnsObject) this.#accept(answer);
    else await this.read();
  }

  /** Destroys the object; one that is gone already counts as destroyed. */
  async destroy(): Promise<void> {
    if (!this.id) return;
    try {
      await this.#send("destroy", this.#body("destroy_data"));
    } catch (cause) {
      const gone = cause instanceof RequestError && [404, 410].includes(cause.status);
      if (!gone) throw cause;
    }
  }

  async #find(search: Attributes): Promise<void> {
    if (asText(search["search_patch"])) {
      throw new ObjectError("the sandbox's stand-in for restapi does not know search_patch");
    }
    const query = [asText(search["query_string"]), asText(this.#attributes["query_string"])];
    const found = await findObject(this.#client, {
      path: withQuery(asText(this.#attributes["path"]), query.filter(Boolean).join("&")),
      body: asText(search["search_data"]) && writeJson(asText(search["search_data"])),
      resultsKey: asText(search["results_key"]),
      key: asText(search["search_key"]),
      value: asText(search["search_value"]).replaceAll("{id}", this.id),
    });
    this.id = (found && textAt(found, this.#idAttribute)) ?? "";
    if (found && this.id) this.#accept(writeJson(found));
  }

  #accept(answer: string): void {
    try {
      Object.assign(this.#answered, parseJsonObject(answer));
    } catch (cause) {
      if (cause instanceof JsonError) throw new ObjectError(cause.message);
      throw cause;
    }
    this.response = answer;
    if (!this.id) {
      const id = textAt(this.#answered, this.#idAttribute);
      if (id === undefined) {
        throw new ObjectError(
          `error extracting ID from data element: no usable '${this.#idAttribute}'`,
        );
      }
      this.id = id;
    }
    const { copyKeys } = this.#client.configuration;
    const copied = copyKeys.map((key): [string, Json] => [key, this.#answered[key] ?? null]);
    this.#data = { ...this.#data, ...Object.fromEntries(copied) };
  }

  async #send(operation: Operation, body: string): Promise<string> {
    const path = asText(this.#attributes[`${operation}_path`]) || this.#standardPath(operation);
    const method =
      asText(this.#attributes[`${operation}_method`]) ||
      this.#client.configuration.methods[operation];
    const whole = withQuery(path, asText(this.#attributes["query_string"]));
    return this.#client.send(method, whole.replaceAll("{id}", this.id), body);
  }

  #standardPath(operation: Operation): string {
    const path = asText(this.#attributes["path"]);
    if (operation === "create" || path.includes("{id}")) return path;
    const [before = "", ...query] = path.split("?");
    return withQuery(`${before}/{id}`, query.join("?"));
  }

  #body(attribute: "read_data" | "update_data" | "destroy_data"): string {
    const text = asText(this.#attributes[attribute]);
    return text && writeJson(parseJsonObject(text));
  }

  get #idAttribute(): string {
    return asText(this.#attributes["id_attribute"]) || this.#client.configuration.idAttribute;
  }
}

const withQuery = (path: string, query: string): string => (query ? `${path}?${query}` : path);
