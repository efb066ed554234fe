import { undeclaredSettings as undeclaredIn } from "../../../lib/fields/index";
import type { Check } from "../check";
import { notChecked, pass, warning } from "../outcome";
import { isAdministratorsView } from "./espocrm";

/** What nobody declares is as in a fresh EspoCRM: it lets nobody in, and makes or overwrites no account. */
export const undeclaredSettings: Check = {
  id: "undeclared-settings",
  title: "EspoCRM's settings that nobody declares",
  after: "espocrm",
  run: async ({ declared, settings: observation }) => {
    const { settings } = await observation.get();
    if (!isAdministratorsView(settings))
      return notChecked("EspoCRM shows its public settings only");
    const left = undeclaredIn(settings, new Set(Object.keys(declared.settings)));
    const found = left.flatMap(({ effect, name, value }) =>
      effect.verdict === "harmless"
        ? []
        : `${name} is ${shown(value)}: ${effect.says.replaceAll("{after}", shown(value))}`,
    );
    if (found.length === 0) return pass("as in a fresh EspoCRM");
    const properties = left.map(({ property }) => property).join(", ");
    return warning(
      found.join("; "),
      `Declare ${properties}, with the value that is meant, and deploy; or set it back in EspoCRM (Administration, Authentication).`,
    );
  },
};

const shown = (value: unknown): string =>
  Array.isArray(value) ? value.join(", ") : JSON.stringify(value ?? null);
