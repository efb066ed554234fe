import { lookTwice, RESTAPI_OBJECT } from "../../../lib/fields/index";
import { actionOf } from "../plan/change";
import { ignoredSettings } from "../plan/settings-data";
import { list } from "../plan/look-ups";
import { say } from "../render/text";
import type { Consequence } from "./consequence";
import { settingLabel } from "./settings";
import type { Situation } from "./situation";

/**
 * Managed settings whose drift Terraform does not see, even where the plan does nothing: what nobody sees is
 * never in a plan.
 */
export function hiddenDriftConsequences({ integration }: Situation): Consequence[] {
  const { settings, statement } = integration;
  const values = settings?.change.after;
  if (settings === undefined || !values || actionOf(settings) === "update") return [];
  // An older release of ours kept all that EspoCRM has in `data`: only the statement tells what is managed.
  const stated = statement?.after?.settings;
  if (stated === undefined && values["update_data"] == null) return [];
  const names = ignoredSettings(settings, stated);
  return names === undefined || names.length === 0 ? [] : [hiddenDrift(names)];
}

/** Drift of these is not seen; `undefined` stands for settings that a plan does not tell. */
export const hiddenDrift = (names: readonly string[] | undefined): Consequence => ({
  about: "restapi_object.ignore_changes_to",
  effect: lookTwice("drift is hidden"),
  says: say`changes that somebody makes in EspoCRM to ${names === undefined ? "settings that are known only later" : list(names.map(settingLabel))} are no longer seen`,
  fix: RESTAPI_OBJECT.ignore_changes_to.fix,
});
