import type { SettingsData } from "./settings";

/** Versions of EspoCRM that the sandbox plays, oldest first. */
export const ESPOCRM_RELEASES = ["9.3.9", "10.0.0"] as const;

/** A version of EspoCRM that the sandbox plays. */
export type EspoCrmRelease = (typeof ESPOCRM_RELEASES)[number];

/** What sets a version apart. */
export interface ReleaseTraits {
  /** Settings of a fresh installation that differ from those of 9.3.9, as recorded. */
  readonly fresh: SettingsData;
  /** Whether it knows PKCE: a code challenge, whose verifier is in the PHP session. */
  readonly pkce: boolean;
}

/** What sets the versions apart. */
export const TRAITS: Readonly<Record<EspoCrmRelease, ReleaseTraits>> = {
  "9.3.9": { fresh: {}, pkce: false },
  "10.0.0": {
    fresh: { version: "10.0.0", currencyNoJoinMode: true, oidcAuthorizationPkce: true },
    pkce: true,
  },
};
