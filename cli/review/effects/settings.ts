import { isSetting, SETTING_NAMES, settingOf, SETTINGS } from "../../../lib/fields/index";
import { actionOf, before, isEmpty, jsonObject, same, UNKNOWN } from "../plan/change";
import type { Integration } from "../plan/integrations";
import type { Row } from "../model";
import type { ResourceChange, Values } from "../plan/plan-json";
import { sentSettings, settingsBefore, settingsSent } from "../plan/settings-data";
import { joined, quoted, say, type Text } from "../render/text";

/** A setting, as EspoCRM's page calls it. */
export const settingLabel = (name: string): Text =>
  isSetting(name) ? say`${SETTINGS[name].label} (${quoted(name)})` : say`${quoted(name)}`;

/** A setting's value in words. */
export function settingValue(name: string, value: unknown): Text {
  if (value === UNKNOWN) return say`known after apply`;
  if (!isSetting(name)) return say`(not shown)`;
  // Without the other setting's word, "on" would be read as everybody's.
  if (value === true) return name === "oidcFallback" ? say`on, for administrators` : say`on`;
  if (value === false) return say`off`;
  if (isEmpty(value)) return settingOf(name).isSwitch ? say`not set (off)` : say`not set`;
  if (Array.isArray(value))
    return joined(
      value.map((part) => say`${quoted(words(part))}`),
      ", ",
    );
  if (name === "authenticationMethod" && value === "Oidc") return say`OIDC`;
  return say`${quoted(words(value))}`;
}

const words = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/** The managed settings before and after; `undefined` where there are none, or Terraform does not tell. */
export interface ManagedSettings {
  /** As EspoCRM has them now. */
  readonly before: Values | undefined;
  /** As they will be: after a destroy, what is put back. */
  readonly after: Values | undefined;
  /** Those of them that are put back because the configuration no longer names them. */
  readonly putBack: Values;
  /** Whether Terraform will know them only when it applies. */
  readonly unknown: boolean;
}

/** The managed settings of an integration, as its settings object and its withdrawals have them. */
export function managedSettings({
  settings,
  statement,
  withdrawals,
}: Integration): ManagedSettings {
  if (settings === undefined)
    return { before: undefined, after: undefined, putBack: {}, unknown: false };
  const now = settingsBefore(settings, statement?.before?.settings);
  const putBack = Object.assign({}, ...withdrawals.map(writtenOnDelete)) as Values;
  switch (actionOf(settings)) {
    case "delete": {
      const leaves = before(settings, "destroy_method") === "GET";
      const after = leaves ? undefined : { ...putBack, ...writtenOnDelete(settings) };
      return { before: now, after, putBack: {}, unknown: false };
    }
    case "forget":
      return { before: now, after: now, putBack: {}, unknown: false };
    default: {
      const unknown = typeof sentSettings(settings) === "symbol";
      const then = settingsSent(settings, statement?.after?.settings);
      return { before: now, after: then && { ...putBack, ...then }, putBack, unknown };
    }
  }
}

/** The settings that the end of an object writes; none if it stays. The client secret is told apart. */
function writtenOnDelete(change: ResourceChange): Values {
  const written = Object.entries(bodyOnDelete(change));
  return Object.fromEntries(written.filter(([name]) => name !== CLIENT_SECRET));
}

const CLIENT_SECRET = "oidcClientSecret";

function bodyOnDelete(change: ResourceChange): Values {
  if (actionOf(change) !== "delete" || before(change, "destroy_method") === "GET") return {};
  return jsonObject(before(change, "destroy_data")) ?? {};
}

/** What happens to the client secret that EspoCRM holds. */
export type SecretChange = "new" | "changed" | "written again" | "removed" | "unchanged" | "none";

/** What happens to the client secret; it is compared, and never shown. */
export function secretChange({ secret, settings }: Integration): SecretChange {
  if (secret === undefined) return "none";
  switch (actionOf(secret)) {
    case "create":
      return "new";
    case "delete":
      return settings && CLIENT_SECRET in bodyOnDelete(settings) ? "removed" : "unchanged";
    case "update":
    case "replace":
      return secret.change.before?.["data"] === secret.change.after?.["data"]
        ? "written again"
        : "changed";
    default:
      return "unchanged";
  }
}

/** EspoCRM's settings, key by key. */
export interface SettingRows {
  /** Those that change. */
  readonly changed: readonly Row[];
  /** Managed ones that don't. */
  readonly unchanged: readonly Row[];
}

/** EspoCRM's settings, key by key, in the order of EspoCRM's own page as far as it goes. */
export function settingRows(
  integration: Integration,
  planned: ManagedSettings,
  present?: Values,
): SettingRows {
  const { settings } = integration;
  // What a new integration finds is no managed setting yet, and is overwritten all the same.
  const managed = present === undefined ? planned : { ...planned, before: found(present, planned) };
  const secret = secretChange(integration);
  const changed: Row[] = [];
  const unchanged: Row[] = [];
  if (managed.unknown) {
    changed.push({
      label: say`all managed settings`,
      before: say``,
      after: say`known after apply`,
    });
  } else {
    for (const name of namesOf(managed)) {
      const row = rowOf(name, managed, settings);
      (rowChanges(name, managed, settings) ? changed : unchanged).push(row);
    }
  }
  const secretRow: Row = {
    label: say`Client Secret`,
    before: secret === "new" ? say`` : say`set`,
    after: say`${secret === "new" ? "set" : secret}`,
  };
  if (secret !== "none" && secret !== "unchanged") changed.unshift(secretRow);
  else if (secret === "unchanged" && changed.length > 0) unchanged.unshift(secretRow);
  return { changed, unchanged: changed.length > 0 ? unchanged : [] };
}

const found = (present: Values, { after: then = {} }: ManagedSettings): Values =>
  Object.fromEntries(Object.keys(then).map((name) => [name, present[name]]));

const PLACES: ReadonlyMap<string, number> = new Map(
  SETTING_NAMES.map((name, place) => [name, place]),
);

function namesOf({ after: then = {}, before: now = {} }: ManagedSettings): string[] {
  const place = (name: string) => PLACES.get(name) ?? PLACES.size;
  return [...new Set([...Object.keys(now), ...Object.keys(then)])].sort(
    (a, b) => place(a) - place(b) || (a < b ? -1 : 1),
  );
}

function rowChanges(name: string, managed: ManagedSettings, settings?: ResourceChange): boolean {
  if (settings !== undefined && actionOf(settings) === "forget") return false;
  if (managed.after === undefined) return false;
  if (managed.before === undefined) return true;
  const both = Object.hasOwn(managed.before, name) && Object.hasOwn(managed.after, name);
  return !both || !same(managed.before[name], managed.after[name]);
}

function rowOf(name: string, managed: ManagedSettings, settings?: ResourceChange): Row {
  const { after: then, before: now, putBack } = managed;
  const destroying = settings !== undefined && actionOf(settings) === "delete";
  const value = (values: Values, missing: string) =>
    Object.hasOwn(values, name) ? settingValue(name, values[name]) : say`${missing}`;
  const after = value(
    then ?? now ?? {},
    destroying ? "(stays)" : "(no longer managed: stays as it is)",
  );
  return {
    label: settingLabel(name),
    before: now === undefined ? say`` : value(now, "(not managed)"),
    after: Object.hasOwn(putBack, name) ? say`${after}, put back; from now on not managed` : after,
  };
}
