import type { IResolvable } from "cdktf";
import type { Properties } from "./form";
import type { Endpoints } from "../authentik/endpoints";
import type { LoginProps } from "../espocrm/props";
import type { EspoCrmVersion } from "../espocrm/versions";
import type { EffectOf } from "./effect";

/** A value of EspoCRM's settings object. */
export type SettingValue =
  | string
  | number
  | boolean
  | null
  | readonly SettingValue[]
  | { readonly [key: string]: SettingValue };

/** What the values of settings are made from. */
export interface SettingSource {
  /** EspoCRM's own settings, as they are declared. */
  readonly login: LoginProps & Required<Pick<LoginProps, "scopes" | "usernameClaim" | "fallback">>;
  /** authentik's client ID. */
  readonly clientId: string;
  /** The OpenID Connect addresses of the application. */
  readonly endpoints: Endpoints;
}

/** One setting of EspoCRM: everything that is known of it. */
export interface Setting {
  /** Our properties that set it, by name; none where it follows from authentik or from another property. */
  readonly props: Properties;
  /** Its value; `undefined` where it is not managed, so left as it is. */
  readonly value: (source: SettingSource) => SettingValue | IResolvable | undefined;
  /** Whether every integration manages it: it is the guide's, or relied on. */
  readonly always: boolean;
  /** What a fresh EspoCRM holds: what takes its place where EspoCRM's own login is put back; null for no such key. */
  readonly fresh: SettingValue;
  /** EspoCRM's version that has it first. @default - all supported ones have it */
  readonly since?: EspoCrmVersion;
  /** What a fresh EspoCRM of that version holds; `fresh` is an older one's. @default - the same */
  readonly freshSince?: SettingValue;
  /** What EspoCRM's page Administration, Authentication calls it; in parentheses if it is not there. */
  readonly label: string;
  /** Whether it is off where it is not set. @default false */
  readonly isSwitch?: true;
  /** What a change does to the people who log in, while they do so through authentik. */
  readonly effect: EffectOf;
  /** What to do about a change that nobody meant. */
  readonly fix: string;
}
