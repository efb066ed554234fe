import { isDeepStrictEqual } from "node:util";
import { type Effect, effectOf, isOn, type Surroundings } from "./effect";
import { settingOf, SETTING_NAMES, type SettingName } from "./espocrm-settings";

/** A setting that EspoCRM has and nobody declares, where it is not as in a fresh EspoCRM. */
export interface Undeclared {
  /** The setting. */
  readonly name: SettingName;
  /** Its value. */
  readonly value: unknown;
  /** What it does to the people who log in: as if somebody had just changed it. */
  readonly effect: Effect;
  /** Path of the property that declares it, such as `login.createUsers`. */
  readonly property: string;
}

/**
 * Settings of the login that stay as somebody once left them, because the declaration does not name them,
 * and that are not as in a fresh EspoCRM: they let people in, make or overwrite accounts, or switch a
 * check off.
 * @param live EspoCRM's settings, as its administrator sees them
 * @param managed names of the settings that are declared
 */
export const undeclaredSettings = (
  live: Readonly<Record<string, unknown>>,
  managed: ReadonlySet<string>,
): Undeclared[] =>
  SETTING_NAMES.flatMap((name): Undeclared[] => {
    const [property] = Object.keys(settingOf(name).props);
    if (property === undefined || managed.has(name) || isFresh(name, live[name])) return [];
    const { effect, fresh } = settingOf(name);
    const change = { before: fresh, after: live[name] };
    const judged = effectOf(effect, change, NOWHERE);
    return [{ name, value: live[name], effect: judged, property: `login.${property}` }];
  });

const NOWHERE: Surroundings = { authentik: [], espocrm: [], logout: undefined };

/** Whether a value is what a fresh EspoCRM of one of the supported versions has. */
function isFresh(name: SettingName, value: unknown): boolean {
  const { fresh, freshSince, isSwitch } = settingOf(name);
  return [fresh, freshSince].some(
    (one) =>
      one !== undefined &&
      (isSwitch ? isOn(one) === isOn(value) : isDeepStrictEqual(one, emptied(value))),
  );
}

/** EspoCRM keeps nothing in several ways. */
function emptied(value: unknown): unknown {
  if (value === undefined || value === "") return null;
  if (typeof value !== "object" || value === null) return value;
  return Object.keys(value).length === 0 ? null : value;
}
