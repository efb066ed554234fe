/** Looking for an object in a list, for APIs that can't read one by its id (`read_search`). */
import type { Json, JsonObject } from "../go-text";
import { isJsonList, isJsonObject, parseJson, scalarText } from "../go-text";
import type { RestApiClient } from "./client";
import { RequestError } from "./client";

/** What to look for, and where. */
export interface Search {
  /** The path of the list, with its query. */
  readonly path: string;
  /** The body to send; empty for none. */
  readonly body: string;
  /** The path to the list in the answer, with `/`; empty when the answer is the list. */
  readonly resultsKey: string;
  /** The path to the compared value in each element, with `/`. */
  readonly key: string;
  /** The value to find. */
  readonly value: string;
}

/** The first element that matches; whatever goes wrong on the way counts as not found. */
export async function findObject(
  client: RestApiClient,
  search: Search,
): Promise<JsonObject | undefined> {
  const answer = await client
    .send(client.configuration.methods.read, search.path, search.body)
    .then(parseJson)
    .catch((cause: unknown) => {
      if (cause instanceof RequestError) return null;
      throw cause;
    });
  const list = search.resultsKey ? at(answer, search.resultsKey) : answer;
  if (!isJsonList(list)) return undefined;
  return list.filter(isJsonObject).find((item) => textAt(item, search.key) === search.value);
}

/** The text, number or boolean at a path with `/`, as text; undefined where there is none. */
export function textAt(data: JsonObject, path: string): string | undefined {
  return scalarText(at(data, path)) || undefined;
}

function at(data: Json, path: string): Json | undefined {
  return path
    .split("/")
    .filter(Boolean)
    .reduce<Json | undefined>((value, key) => {
      if (isJsonList(value)) return value[Number(key)];
      return isJsonObject(value) ? value[key] : undefined;
    }, data);
}
