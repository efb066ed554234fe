import type { Attributes } from "./attribute";
import { harmless, lookTwice } from "./effect";

/** All of EspoCRM's settings. */
export const SETTINGS_PATH = "/Settings";

/**
 * Settings that EspoCRM changes by itself, or shows only while the method is OIDC: two reads one after
 * the other need not agree on them. Whatever else nobody manages needs no list.
 */
export const VOLATILE_SETTINGS: readonly string[] = [
  "appTimestamp",
  "cacheTimestamp",
  "loginData",
  "microtime",
  "microtimeState",
];

/** What makes EspoCRM forget the keys that it caches. */
export const CLEAR_CACHE_PATH = "/Admin/clearCache";

/**
 * A list of at most one team id. It needs credentials, costs EspoCRM next to nothing, and stands in
 * for reading all settings where they are not needed.
 */
export const SMALLEST_READ = "/Team?maxSize=1&select=id";

/** What an object of Terraform's provider restapi is there for in an integration. */
export type ObjectRole = "observer" | "secret" | "settings" | "withdrawals" | "keyCache";

/** A request that an object sends: its method and path. */
export type Request = readonly [method: string, path: string];

/** What the construct makes of an object; whatever else it sends is not the construct's. */
export interface ObjectForm {
  /** What it sends when it is made, and when it changes. */
  readonly write: Request;
  /** What it may send when it goes. */
  readonly end: readonly Request[];
  /** Keys that its data may have; `settings` stands for every setting that we know. */
  readonly data: readonly string[] | "settings";
  /** Keys that it may write when it goes. */
  readonly endData: readonly string[] | "settings";
}

const READ: Request = ["GET", SETTINGS_PATH];
const WRITE: Request = ["PUT", SETTINGS_PATH];
const CLEAR: Request = ["POST", CLEAR_CACHE_PATH];
const GLANCE: Request = ["GET", SMALLEST_READ];

/** The forms of an integration's objects. */
export const OBJECT_FORMS: Readonly<Record<ObjectRole, ObjectForm>> = {
  observer: { write: READ, end: [READ], data: [], endData: [] },
  secret: {
    write: WRITE,
    end: [READ, WRITE],
    data: ["oidcClientSecret"],
    endData: ["oidcClientSecret"],
  },
  settings: { write: WRITE, end: [WRITE, READ], data: "settings", endData: "settings" },
  withdrawals: { write: GLANCE, end: [WRITE, READ], data: [], endData: "settings" },
  keyCache: { write: CLEAR, end: [CLEAR], data: ["jwksEndpoint", "signingKey"], endData: [] },
};

const ANSWER = harmless("it is what EspoCRM answered, and is sent nowhere");
const ELSEWHERE = lookTwice("it goes to another address of EspoCRM's: {after}");
const OTHERWISE = lookTwice("it is sent by another method: {after}");
const FIX = "leave it to the construct: plan again without the override";
const UNSEEN = lookTwice("other changes that somebody makes in EspoCRM are no longer seen");

const sent = (label: string, effect: Attributes[string]["effect"]) => ({
  props: {},
  label,
  effect,
  fix: FIX,
});
const hidden = (label: string, effect: Attributes[string]["effect"]) => ({
  ...sent(label, effect),
  shown: "by-name" as const,
});
const answer = (label: string) => ({ ...sent(label, ANSWER), shown: "elsewhere" as const });

/** `restapi_object`: what Terraform sends to EspoCRM. */
export const RESTAPI_OBJECT = {
  path: sent("path", ELSEWHERE),
  create_path: sent("path of creation", ELSEWHERE),
  update_path: sent("path of change", ELSEWHERE),
  destroy_path: sent("path of deletion", ELSEWHERE),
  read_path: sent("path of reading", lookTwice("Terraform reads EspoCRM elsewhere: {after}")),
  create_method: sent("method of creation", OTHERWISE),
  update_method: sent("method of change", OTHERWISE),
  destroy_method: sent(
    "method of deletion",
    lookTwice("a later destroy does something else to EspoCRM than until now"),
  ),
  read_method: sent("method of reading", OTHERWISE),
  query_string: sent("query", ELSEWHERE),
  object_id: sent("id", lookTwice("it becomes another object of EspoCRM's: {after}")),
  id_attribute: sent("attribute of the id", lookTwice("Terraform takes its id from elsewhere")),
  data: hidden("data", lookTwice("other data are written to EspoCRM")),
  update_data: hidden("data of change", lookTwice("other data are written to EspoCRM")),
  destroy_data: hidden(
    "data of deletion",
    lookTwice("a later destroy puts other settings back than until now"),
  ),
  read_data: hidden("data of reading", lookTwice("Terraform sends EspoCRM data when it reads")),
  read_search: hidden("search", lookTwice("Terraform finds it in EspoCRM in another way")),
  force_new: sent("replaced by", lookTwice("Terraform makes it anew in other cases")),
  ignore_all_server_changes: sent("server's changes ignored", UNSEEN),
  ignore_server_additions: sent("server's additions ignored", UNSEEN),
  ignore_changes_to: hidden("changes ignored", UNSEEN),
  debug: sent("debug", lookTwice("requests are logged, secrets included")),
  api_data: answer("answer, by key"),
  api_response: answer("answer"),
  create_response: answer("answer at creation"),
  id: answer("id in Terraform"),
} as const satisfies Attributes;
