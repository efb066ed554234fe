import { isOn } from "../../lib/fields/index";
import type { Settings } from "../servers/espocrm/espocrm";
import type { Declaration } from "../verify/declaration";

/** What EspoCRM makes of people once what is declared is applied. */
export interface Switches {
  /** Whether who has no account is given one (`oidcCreateUser`). */
  readonly creates: boolean;
  /** Whether administrators may sign in through authentik (`oidcAllowAdminUser`). */
  readonly administrators: boolean;
  /** Whether people's data or teams are written at each login (`oidcSync`, `oidcSyncTeams`). */
  readonly synchronizes: boolean;
  /** Whether administrators can log in with a password (`oidcFallback`). */
  readonly fallback: boolean;
  /** Whether others can, too (`oidcAllowRegularUserFallback`). */
  readonly regularFallback: boolean;
  /** What has to be said of them. */
  readonly notes: readonly string[];
}

const SETTING_OF = {
  creates: "oidcCreateUser",
  administrators: "oidcAllowAdminUser",
  fallback: "oidcFallback",
  regularFallback: "oidcAllowRegularUserFallback",
} as const;

/** Declared settings, and where a setting is not managed, what EspoCRM has. */
export function switchesOf({ settings: declared }: Declaration, live: Settings): Switches {
  const notes: string[] = [];
  const on = (name: keyof Declaration["settings"]): boolean => {
    const value = declared[name];
    if (typeof value === "boolean") return value;
    if (value !== undefined)
      notes.push(`${name} is known to Terraform alone; it is taken as EspoCRM has it now.`);
    return isOn(live[name]);
  };
  const { administrators, creates, fallback, regularFallback } = SETTING_OF;
  const isFallback = on(fallback);
  return {
    creates: on(creates),
    administrators: on(administrators),
    synchronizes: [on("oidcSync"), on("oidcSyncTeams")].includes(true),
    fallback: isFallback,
    regularFallback: isFallback && on(regularFallback),
    notes,
  };
}
