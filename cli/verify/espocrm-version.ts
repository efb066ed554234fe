import {
  ESPOCRM_LINES,
  ESPOCRM_RANGE,
  espocrmSupport,
  hasLine,
  type ManagedSettings,
} from "../../lib/declaration";
import { isSetting, SETTINGS } from "../../lib/fields/index";
import { type Outcome, pass, warning } from "./outcome";

/** What EspoCRM's version means for an integration: it is no failure, as most of it works in any. */
export function judgeVersion(version: unknown, managed: ManagedSettings, saw: string): Outcome {
  const idle = Object.keys(managed).filter((name) => isSetting(name) && isTooNew(name, version));
  const { kind } = espocrmSupport(version);
  const found =
    typeof version === "string"
      ? `its version is ${JSON.stringify(version)}`
      : "it states no version";
  switch (kind) {
    case "unknown":
      return warning(
        `${saw}; ${found}, so nobody knows whether it is a supported one (${ESPOCRM_RANGE})`,
        "A source checkout that was not built states no version: look in EspoCRM (Administration, in the footer), and sign in once: verify --login.",
      );
    case "older":
      return warning(
        `${saw}, which is older than what is supported (${ESPOCRM_RANGE}); back to 7.3 its settings are written in the same way, which was read and not tried${ofNoEffect(idle)}`,
        "Upgrade EspoCRM; until then sign in once after each apply: verify --login.",
      );
    case "newer":
    case "between":
      return warning(
        `${saw}, a version that nothing was tried with (${ESPOCRM_RANGE} are supported, ${TRIED} were tried): settings that it adds are left alone, and what it changed in the login is unknown`,
        "Sign in once: verify --login; and look for a newer espo-authentik.",
      );
    case "supported":
      return idle.length === 0
        ? pass(saw)
        : warning(
            `${saw}${ofNoEffect(idle)}`,
            `Upgrade EspoCRM, or take ${idle.length === 1 ? "it" : "them"} out of the configuration.`,
          );
  }
}

const TRIED = Object.values(ESPOCRM_LINES)
  .map(({ tried }) => tried)
  .join(" and ");

function isTooNew(name: keyof typeof SETTINGS, version: unknown): boolean {
  const row = SETTINGS[name];
  return "since" in row && hasLine(version, row.since) === false;
}

const ofNoEffect = (names: readonly string[]): string =>
  names.length === 0
    ? ""
    : `; it stores ${names.join(", ")}, and nothing comes of it in this version`;
