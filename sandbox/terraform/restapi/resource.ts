/** `restapi_object`: how it is planned, and what of the server's answers goes into the state. */
import { isDeepStrictEqual } from "node:util";
import type {
  Change,
  Diagnostic,
  Outcome,
  PathStep,
  PlannedChange,
  ProposedChange,
  Resource,
} from "../host/provider";
import { error, Refusal } from "../host/provider";
import type { Json, JsonObject } from "../go-text";
import {
  formatValue,
  isJson,
  JsonError,
  literalJson,
  parseJsonObject,
  writeJson,
} from "../go-text";
import type { Attributes, Value } from "../wire/values";
import { asText, isAttributes, sameValue, textsIn, UNKNOWN } from "../wire/values";
import { ApiObject, ObjectError } from "./api-object";
import type { RestApiClient } from "./client";
import { RequestError } from "./client";
import { overlay, valueAt, withoutOmittedNulls } from "./drift";

const COMPUTED = ["id", "api_data", "api_response", "create_response"] as const;
const JSON_ATTRIBUTES = ["data", "read_data", "update_data", "destroy_data"] as const;

/** The stand-in for `restapi_object`. */
export const restapiObject: Resource<RestApiClient> = {
  validate: invalidJson,
  plan,
  create,
  read,
  update,
  destroy,
  import: importObject,
};

function plan({ prior, proposed }: ProposedChange): PlannedChange {
  if (prior && sameValue(prior, proposed)) return modifyPlan(prior, proposed);
  const unknown = COMPUTED.map((name): [string, Value] => [name, UNKNOWN]);
  const planned = { ...proposed, ...Object.fromEntries(unknown) };
  return prior ? modifyPlan(prior, planned) : { planned };
}

/** Takes back from the plan what will not change. */
function modifyPlan(prior: Attributes, planned: Attributes): PlannedChange {
  refuseInvalidJson(planned);
  refuseInvalidJson(prior);
  const before = prior["data"];
  const after = planned["data"];
  if (typeof before !== "string" || typeof after !== "string") return { planned };
  const unchanged = pick(prior, ["id", "create_response"]);
  const answers = pick(prior, ["api_data", "api_response"]);
  if (planned["ignore_all_server_changes"] === true) {
    return { planned: { ...planned, ...unchanged, ...answers, data: before } };
  }
  const wanted = parseData("plan", after);
  const recorded = parseData("server", before);
  const requiresReplace = mustReplace(planned["force_new"], wanted, recorded);
  if (planned["ignore_server_additions"] === true) {
    const kept: Attributes = before === after ? answers : {};
    return { planned: { ...planned, ...unchanged, ...kept }, requiresReplace };
  }
  const normal = withoutOmittedNulls(wanted, recorded);
  const kept: Attributes = normal === wanted ? {} : { ...answers, data: writeJson(normal) };
  return { planned: { ...planned, ...unchanged, ...kept }, requiresReplace };
}

async function create(client: RestApiClient, planned: Attributes): Promise<Outcome> {
  refuseInvalidJson(planned);
  const object = await attempt("Creating", "create", async () => {
    const made = new ApiObject(client, planned, "", dataOf(planned));
    await made.create();
    return made;
  });
  return { state: { ...planned, ...answered(object), create_response: object.response } };
}

async function read(client: RestApiClient, state: Attributes): Promise<Outcome> {
  refuseInvalidJson(state);
  const object = await attempt("Reading", "read", async () => {
    const known = new ApiObject(client, state, asText(state["id"]), dataOf(state));
    await known.read();
    return known;
  });
  const read = { ...state, ...answered(object) };
  if (state["ignore_server_additions"] === true) return { state: read };
  const data = keepEqualJson(state["data"], observed(state, object.response));
  const seen = { ...read, data };
  refuseInvalidJson(seen);
  return { state: seen };
}

async function update(client: RestApiClient, { prior, planned }: Change): Promise<Outcome> {
  refuseInvalidJson(planned);
  refuseInvalidJson(prior);
  const object = new ApiObject(client, planned, asText(planned["id"]), dataOf(planned));
  const create_response = prior["create_response"] ?? null;
  try {
    await attempt("Updating", "update", () => object.update());
    return { state: { ...planned, ...answered(object), create_response } };
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    await attempt("Reading", "read", () => object.read()).catch(() => undefined);
    const data = object.response
      ? keepEqualJson(planned["data"], object.response)
      : (planned["data"] ?? null);
    return {
      state: { ...planned, ...answered(object), data, create_response },
      diagnostics: cause.diagnostics,
    };
  }
}

async function destroy(client: RestApiClient, state: Attributes): Promise<void> {
  refuseInvalidJson(state);
  await attempt("Deleting", "delete", () =>
    new ApiObject(client, state, asText(state["id"]), dataOf(state)).destroy(),
  );
}

async function importObject(client: RestApiClient, id: string): Promise<Attributes> {
  const [, path, objectId] = /^\/?(.*)\/([^/]*)\/?$/.exec(id) ?? [];
  if (path === undefined || objectId === undefined) {
    throw new Refusal(
      error(
        "Invalid Import ID",
        `Invalid path to import api_object '${id}' - must be /<full path from server root>/<object id>`,
      ),
    );
  }
  const attributes = { path: `/${path}`, object_id: objectId, debug: true };
  const object = new ApiObject(client, attributes, "", {});
  await attempt("Reading", "read", () => object.read());
  return { ...attributes, ...answered(object), data: object.response };
}

/** What the state says of the server's last answer. */
const answered = ({ id, response, formatted }: ApiObject) => ({
  id,
  api_response: response,
  api_data: formatted,
});

/** The object as read: whole, or overlaid on the state where some changes are to be ignored. */
function observed(state: Attributes, response: string): string {
  const ignored = textsIn(state["ignore_changes_to"]);
  const recorded = state["data"];
  if (ignored.length === 0 || typeof recorded !== "string") return response;
  const actual = parseData("plan", response);
  return writeJson(overlay(parseData("server", recorded), actual, ignored));
}

/** Texts that mean the same JSON are the same to the provider: the older one stays. */
function keepEqualJson(before: Value | undefined, after: string): string {
  if (typeof before !== "string" || !isJson(before) || !isJson(after)) return after;
  return isDeepStrictEqual(literalJson(before), literalJson(after)) ? before : after;
}

function mustReplace(
  forceNew: Value | undefined,
  wanted: JsonObject,
  recorded: JsonObject,
): PathStep[][] {
  const format = (value: Json | undefined) => formatValue(value ?? null);
  return textsIn(forceNew)
    .filter((field) => valueAt(recorded, field) !== undefined)
    .filter((field) => format(valueAt(wanted, field)) !== format(valueAt(recorded, field)))
    .map((field) => [{ attribute: "api_data" }, { key: field }]);
}

function invalidJson(attributes: Attributes): Diagnostic[] {
  const search = attributes["read_search"];
  const inSearch = isAttributes(search) ? ["search_data", "search_patch"] : [];
  return [
    ...JSON_ATTRIBUTES.map((name) => ({ value: attributes[name], path: [{ attribute: name }] })),
    ...inSearch.map((name) => ({
      value: isAttributes(search) ? search[name] : null,
      path: [{ attribute: "read_search" }, { attribute: name }],
    })),
  ].flatMap(({ value, path }) =>
    typeof value !== "string" || isJson(value)
      ? []
      : [
          error(
            "Invalid JSON String Value",
            `A string value was provided that is not valid JSON string format (RFC 7159).\n\nGiven Value: ${value}\n`,
            path,
          ),
        ],
  );
}

function refuseInvalidJson(attributes: Attributes): void {
  const found = invalidJson(attributes);
  if (found.length > 0) throw new Refusal(...found);
}

function parseData(which: "plan" | "server", text: string): JsonObject {
  try {
    return parseJsonObject(text);
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    const name = which === "plan" ? "Plan" : "Server";
    throw new Refusal(
      error(`Error Parsing ${name} Data`, `Could not parse ${which} data JSON: ${cause.message}`),
    );
  }
}

/** Turns what can go wrong with an object into the provider's own words. */
async function attempt<T>(doing: string, verb: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    if (
      cause instanceof RequestError ||
      cause instanceof ObjectError ||
      cause instanceof JsonError
    ) {
      throw new Refusal(
        error(`Error ${doing} API Object`, `Could not ${verb} API object: ${cause.message}`),
      );
    }
    throw cause;
  }
}

function dataOf(attributes: Attributes): JsonObject {
  const { data } = attributes;
  if (typeof data !== "string" || !data) return {};
  try {
    return parseJsonObject(data);
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw new ObjectError(`error parsing data provided: ${cause.message}`);
  }
}

const pick = (attributes: Attributes, names: readonly string[]): Attributes =>
  Object.fromEntries(names.map((name) => [name, attributes[name] ?? null]));
