import { withoutTrailingSlash } from "../../../lib/declaration";
import type { Check } from "../check";
import { differs, pass } from "../outcome";

/** EspoCRM's site URL, of which it makes its redirect URI, is the declared one. */
export const siteUrl: Check = {
  id: "site-url",
  title: "EspoCRM's site URL",
  after: "espocrm",
  run: async ({ settings: observation, declared }) => {
    const { settings } = await observation.get();
    const found = settings["siteUrl"];
    if (typeof found === "string" && withoutTrailingSlash(found) === declared.siteUrl) {
      return pass(found);
    }
    return differs(
      `it is ${typeof found === "string" ? found : "not set"}, not ${declared.siteUrl}`,
      "EspoCRM makes its redirect URI of it: correct it (Administration, Settings, Site URL), or declare it as espocrm.url and deploy.",
    );
  },
};
