import { isOn, type SettingName, settingOf } from "../../../lib/fields/index";
import { isEmpty, same, UNKNOWN } from "../plan/change";
import { isOidc } from "./espocrm-state";
import type { Situation } from "./situation";
import { quoted, say, type Text } from "../render/text";

/** Whether a setting will have another value, as far as the plan tells. */
export const changes = (
  { espocrm: { after: then, before: now } }: Situation,
  ...names: SettingName[]
) =>
  names.some(
    (name) =>
      now[name] !== UNKNOWN && then[name] !== UNKNOWN && !meansTheSame(name, now[name], then[name]),
  );

/** Whether two values of a setting are one to EspoCRM: of a switch it asks PHP only whether it is true. */
export const meansTheSame = (name: SettingName, one: unknown, other: unknown): boolean =>
  same(one, other) || (isSwitch(name) && isOn(one) === isOn(other));

const isSwitch = (name: SettingName): boolean =>
  settingOf(name).isSwitch === true || typeof settingOf(name).fresh === "boolean";

/** Whether EspoCRM stays on OIDC: only then do details of the login matter. */
export const stays = ({ espocrm }: Situation) => isOidc(espocrm.before) && isOidc(espocrm.after);

/** What the plan writes to a setting; what EspoCRM only answered is never shown. */
export const written = ({ espocrm }: Situation, name: SettingName): Text =>
  show(espocrm.written[name]);

/** A value in a sentence. */
export function show(value: unknown): Text {
  if (value === UNKNOWN) return say`one that is known after apply`;
  if (typeof value === "symbol") return say`one that is not shown`;
  if (isEmpty(value)) return say`none`;
  if (Array.isArray(value)) return say`${quoted(value.join(", "))}`;
  return say`${quoted(typeof value === "string" ? value : JSON.stringify(value))}`;
}
