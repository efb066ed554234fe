import {
  isSetting,
  SETTING_NAMES,
  type SettingName,
  SETTINGS,
  settingOf,
} from "../fields/espocrm-settings";
import type { IResolvable } from "cdktf";
import type { SettingSource, SettingValue } from "../fields/setting";

/** What an integration wants EspoCRM's settings to be: its managed settings, and no others. */
export type ManagedSettings = Partial<Record<SettingName, SettingValue | IResolvable>>;

/** The managed settings of an integration. */
export const managedSettings = (source: SettingSource): ManagedSettings =>
  Object.fromEntries(
    SETTING_NAMES.flatMap((name) => {
      const value = settingOf(name).value(source);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** The names of managed settings, sorted. */
export const namesOf = (settings: ManagedSettings): SettingName[] =>
  Object.keys(settings).filter(isSetting).sort();

/** The names of those managed settings that an integration need not manage, sorted. */
export const optionalSettings = (settings: ManagedSettings): SettingName[] =>
  namesOf(settings).filter((name) => !SETTINGS[name].always);
