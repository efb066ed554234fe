import { isSetting } from "../../../lib/fields/index";
import { actionOf, after, before, isEmpty, jsonObject, same } from "./change";
import type { ResourceChange, Values } from "./plan-json";

/**
 * The managed settings that a settings object holds. Its `data` is compared with all that EspoCRM has, and
 * holds what came to EspoCRM later besides, which nobody manages; `update_data` names the managed ones.
 *
 * @param values attributes of the object
 * @param stated names of the managed settings, for an object of a time before `update_data`
 */
export function settingsIn(
  values: Values | null | undefined,
  stated?: readonly string[],
): Values | undefined {
  const data = jsonObject(values?.["data"]);
  const own = jsonObject(values?.["update_data"]);
  if (data === undefined || (own === undefined && stated === undefined)) return data;
  const names = own === undefined ? stated : Object.keys(own);
  return Object.fromEntries(Object.entries(data).filter(([name]) => names?.includes(name)));
}

/** The managed settings of a settings object before its change, as EspoCRM has them. */
export const settingsBefore = (
  settings: ResourceChange,
  stated?: readonly string[],
): Values | undefined =>
  typeof before(settings, "data") === "symbol"
    ? undefined
    : settingsIn(settings.change.before, stated);

/** What a settings object sends when it is made, or changed: JSON, or a symbol where a plan does not tell. */
export function sentSettings(settings: ResourceChange): unknown {
  const ofChange = after(settings, "update_data");
  const isNew = ["create", "replace"].includes(actionOf(settings));
  return isNew || ofChange === null || ofChange === undefined ? after(settings, "data") : ofChange;
}

/**
 * The settings of the login that a settings object sends, named as managed or not; `undefined` where a plan
 * does not tell. Where it would send other values the next time, those that are not there yet: they are
 * judged, too.
 */
export function settingsSent(
  settings: ResourceChange,
  stated?: readonly string[],
): Values | undefined {
  const sent = sentSettings(settings);
  if (typeof sent === "symbol") return undefined;
  const body = jsonObject(sent);
  if (body === undefined) return undefined;
  // A body is sent whole: what nobody names as managed is written all the same.
  const unnamed = Object.fromEntries(Object.entries(body).filter(([name]) => isSetting(name)));
  const now = { ...unnamed, ...settingsIn({ ...settings.change.after, data: sent }, stated) };
  if (!sendsOther(settings)) return now;
  const before = settingsBefore(settings, stated);
  const data = jsonObject(after(settings, "data")) ?? {};
  const stays = Object.keys(now).filter(
    (name) => Object.hasOwn(data, name) && before !== undefined && same(now[name], before[name]),
  );
  return { ...now, ...Object.fromEntries(stays.map((name) => [name, data[name]])) };
}

/** Whether a settings object compares EspoCRM with other settings than it sends when it changes. */
export function sendsOther(settings: ResourceChange): boolean {
  const own = jsonObject(after(settings, "update_data"));
  const data = after(settings, "data");
  if (own === undefined || typeof data === "symbol") return false;
  return !same(settingsIn(settings.change.after), own);
}

/**
 * Names of the managed settings whose changes in EspoCRM Terraform is told to ignore; `undefined` where a
 * plan does not tell.
 */
export function ignoredSettings(
  settings: ResourceChange,
  stated?: readonly string[],
): readonly string[] | undefined {
  const ignored = after(settings, "ignore_changes_to");
  const managed = settingsIn(settings.change.after, stated) ?? settingsSent(settings, stated);
  if (typeof ignored === "symbol" || managed === undefined) return undefined;
  if (!isEmpty(ignored) && !Array.isArray(ignored)) return undefined;
  // "name.key" is a part of a setting.
  const roots = new Set([ignored].flat().map((path) => String(path).split(".")[0]));
  return Object.keys(managed).filter((name) => roots.has(name));
}
