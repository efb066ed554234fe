import { Token } from "cdktf";
import { siteUrl } from "../espocrm/connection";
import { type SharedRule, shown } from "./rule";

/** An EspoCRM belongs to one integration. */
export const sharedEspoCrm: SharedRule = {
  id: "shared-espocrm",
  outcome: "refused",
  why: "EspoCRM has one set of OIDC settings: two integrations of it would undo each other's at every apply.",
  check: (integrations) => {
    const first = new Map<string, string>();
    return integrations.flatMap(({ name, props: { espocrm } }, integration) => {
      if (Token.isUnresolved(espocrm.url)) return [];
      const earlier = first.get(siteUrl(espocrm));
      if (earlier === undefined) {
        first.set(siteUrl(espocrm), name);
        return [];
      }
      return [
        {
          integration,
          path: ["espocrm", "url"],
          found: `${shown(espocrm.url)}, as in ${earlier}`,
          expected: "one integration for each EspoCRM",
          mend: "take one of the two out",
        },
      ];
    });
  },
};
