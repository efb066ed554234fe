import { type Rule, shown } from "./rule";
import { isUnresolved } from "./unresolved";

/** What authentik's own validator takes; `blank://blank` hides the tile. */
const SCHEMES = ["http:", "https:", "ftp:", "ftps:", "blank:"];

/** authentik takes the launch URL. */
export const launchUrlForm: Rule = {
  id: "launch-url-form",
  outcome: "refused",
  why: "authentik answers 400 to a launch URL that is none.",
  example: "application: { name: EspoCRM, slug: espocrm, launchUrl: https://espocrm.company }",
  check: ({ application: { launchUrl } }) => {
    if (launchUrl === undefined || isUnresolved(launchUrl)) return [];
    if (URL.canParse(launchUrl) && SCHEMES.includes(new URL(launchUrl).protocol)) return [];
    return [
      {
        path: ["application", "launchUrl"],
        found: shown(launchUrl),
        expected: "a URL such as https://host.example",
        mend: "give the whole address, or leave it out (EspoCRM's URL)",
      },
    ];
  },
};
