import type { Check } from "../check";
import { fail, pass } from "../outcome";

/** EspoCRM lets everybody in, not administrators alone. */
export const maintenance: Check = {
  id: "maintenance",
  title: "EspoCRM is open to users",
  after: "espocrm",
  run: async ({ settings: observation }) => {
    const { settings } = await observation.get();
    return isInMaintenance(settings)
      ? fail(
          "EspoCRM is in maintenance mode: only administrators get in",
          "Switch it off when the work on EspoCRM is done (Administration, Settings, Maintenance Mode).",
        )
      : pass("it is not in maintenance mode");
  },
};

/** Whether EspoCRM answers everybody but administrators with a 503. Everybody sees this setting. */
export const isInMaintenance = (settings: Readonly<Record<string, unknown>>): boolean =>
  settings["maintenanceMode"] === true;
