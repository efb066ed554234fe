import {
  isSetting,
  lookTwice,
  OBJECT_FORMS,
  type ObjectRole,
  refused,
  type Request,
  RESOURCES,
  settingOf,
} from "../../../lib/fields/index";
import { actionOf, isEmpty, isUnknown, jsonObject, same } from "../plan/change";
import { list } from "../plan/look-ups";
import type { ResourceChange, Values } from "../plan/plan-json";
import { expressionOf, references } from "../plan/references";
import { quoted, say, type Text } from "../render/text";
import type { Consequence } from "./consequence";
import type { Situation } from "./situation";

/** Whether an object sends what the construct makes it send, now and when it goes, and nothing else. */
export function formConsequences(
  role: ObjectRole,
  change: ResourceChange,
  situation: Situation,
): Consequence[] {
  const { after, before } = change.change;
  const action = actionOf(change);
  const goes = action === "delete" || action === "replace";
  const found = [
    ...(before && goes ? whenItGoes(role, before) : []),
    ...(after
      ? [...whenWritten(role, change, after, situation), ...whenItGoes(role, after, change)]
      : []),
  ];
  const label = say`${RESOURCES[role].label} (${quoted(change.address)})`;
  const once = new Map(found.map((words) => [JSON.stringify(words), words]));
  return [...once.values()].map((words) => ({
    about: `form:${role}`,
    // What was applied already is no longer stopped, but it is still there to be run at the end.
    effect: action === "no-op" ? lookTwice("not ours") : refused("foreign-write", "not ours"),
    says: say`${label} ${words}, which the construct never does`,
    fix: "take it out of this object; another write belongs into a stack of its own",
  }));
}

/** What is not the construct's in what an object sends when it is made or changed. */
function whenWritten(
  role: ObjectRole,
  change: ResourceChange,
  values: Values,
  situation: Situation,
): Text[] {
  const { data, write } = OBJECT_FORMS[role];
  const { create_method, create_path, path, update_data, update_method, update_path } = values;
  const changes = !["create", "replace"].includes(actionOf(change));
  const explained =
    role === "keyCache" || role === "settings" || isOnlySecret(role, change, situation);
  return [
    ...unlike([create_method ?? "POST", create_path ?? path], [write]),
    ...unlike([update_method ?? "PUT", update_path ?? path], [write]),
    ...(isEmpty(values["query_string"]) ? [] : [say`sends a query besides`]),
    ...(changes && !isEmpty(update_data)
      ? []
      : isUnknown(change, "data")
        ? explained
          ? []
          : [say`writes what is known only when it is applied`]
        : foreignKeys(
            values["data"],
            (name, value) => allows(data, name) || isThere(name, value, change, situation),
          )),
    ...(role === "secret" && isAnotherSecret(change, situation)
      ? [say`writes another client secret than authentik's`]
      : []),
    ...(isUnknown(change, "update_data") && role !== "settings"
      ? [say`writes what is known only when it is applied`]
      : []),
    ...(isEmpty(update_data)
      ? []
      : foreignKeys(
          update_data,
          (name, value) =>
            role === "settings" && allows(data, name) && (changes || isAsMade(name, value, values)),
        )),
  ];
}

/** What is not the construct's in what an object sends when it goes. */
function whenItGoes(role: ObjectRole, values: Values, planned?: ResourceChange): Text[] {
  const { end, endData } = OBJECT_FORMS[role];
  const { destroy_data, destroy_method, destroy_path, path } = values;
  const sent = unlike([destroy_method ?? "DELETE", destroy_path ?? path], end);
  if (destroy_method === "GET" || isEmpty(destroy_data)) return sent;
  if (planned && isUnknown(planned, "destroy_data")) return sent;
  const may = (name: string) =>
    role === "withdrawals"
      ? isSetting(name) && !settingOf(name).always
      : allows(endData, name) || (role === "settings" && name === "oidcClientSecret");
  return [...sent, ...foreignKeys(destroy_data, may)];
}

const allows = (keys: readonly string[] | "settings", name: string): boolean =>
  keys === "settings" ? isSetting(name) : keys.includes(name);

function unlike([method, path]: readonly [unknown, unknown], allowed: readonly Request[]): Text[] {
  if (allowed.some(([own, at]) => own === method && at === path)) return [];
  const words = [method, path].map((part) => (typeof part === "string" ? part : "(unknown)"));
  return [say`sends ${quoted(words.join(" "))}`];
}

/** Keys in a body that may not be there; their values are never shown. */
function foreignKeys(body: unknown, may: (name: string, value: unknown) => boolean): Text[] {
  const values = jsonObject(body);
  if (values === undefined) return [say`sends what is no list of settings`];
  const foreign = Object.entries(values).flatMap(([name, value]) =>
    may(name, value) ? [] : [name],
  );
  if (foreign.length === 0) return [];
  return [say`writes ${list(foreign.slice(0, 5).map((name) => say`${quoted(name)}`))}`];
}

/** Whether a later change would write a setting as the creation does; what is judged is the creation. */
function isAsMade(name: string, value: unknown, { data }: Values): boolean {
  const made = jsonObject(data);
  return made === undefined || same(made[name], value);
}

/**
 * Whether EspoCRM has it so already: settings that are made anew name what came to EspoCRM since, which is
 * not among what Terraform was told to ignore at first.
 */
function isThere(
  name: string,
  value: unknown,
  change: ResourceChange,
  { integration: { observer, settings } }: Situation,
): boolean {
  const answer = jsonObject(observer?.change.before?.["api_response"]);
  const ignored = change.change.after?.["ignore_changes_to"];
  if (change !== settings || answer === undefined || !Object.hasOwn(answer, name)) return false;
  return same(answer[name], value) && !(Array.isArray(ignored) && ignored.includes(name));
}

/** Compared, and never shown. */
function isAnotherSecret(
  change: ResourceChange,
  { integration: { provider } }: Situation,
): boolean {
  if (provider?.change.after == null || isUnknown(change, "data")) return false;
  const written = jsonObject(change.change.after?.["data"])?.["oidcClientSecret"];
  return written !== provider.change.after["client_secret"];
}

/**
 * Whether what is unknown yet is the client secret of the integration's provider, and nothing else: it is
 * unknown there, too, and the configuration writes that alone. A configuration in JSON says so to the
 * letter, one in HCL only what it refers to.
 */
function isOnlySecret(
  role: ObjectRole,
  change: ResourceChange,
  { integration, plan }: Situation,
): boolean {
  const { provider } = integration;
  if (role !== "secret" || provider === undefined) return false;
  if (!isUnknown(provider, "client_secret")) return false;
  const own = [provider.address, `${provider.address}.client_secret`];
  const referred = references(plan, change, "data");
  if (referred.length === 0 || !referred.every((address) => own.includes(address))) return false;
  const text = expressionOf(plan, change, "data")?.["constant_value"];
  return (
    typeof text !== "string" ||
    /^\$\{jsonencode\(\{"oidcClientSecret" = authentik_provider_oauth2\.[\w-]+\.client_secret\}\)\}$/.test(
      text,
    )
  );
}
