import { NAMES_SCOPE, saysNames } from "../authentik/split-names";
import { anyUnresolved, isUnresolved } from "../terraform/unresolved";
import { mappedScopes } from "./mapped-scopes";
import type { Finding, Rule } from "./rule";

/** EspoCRM gets a first and a last name where it takes names from authentik. */
export const splitNames: Rule = {
  id: "split-names",
  outcome: "warned",
  why: "authentik's managed mapping of the scope profile gives the full name as the first name, and no last name: EspoCRM keeps it so of everybody whom it creates, and with syncUsers it empties the last names that are there.",
  example: "provider: { splitNames: true }\nlogin: { createUsers: true, syncUsers: true }",
  check: ({ login, provider }): Finding[] => {
    const path = ["provider", "splitNames"];
    const takesNames = [login.createUsers, login.syncUsers].some(
      (flag) => flag === true || isUnresolved(flag),
    );
    const saysThem = provider.scopeMappings.findIndex(saysNames);
    if (provider.splitNames && saysThem >= 0)
      return [
        {
          path,
          found: `true, and provider.scopeMappings[${String(saysThem)}] says these names, too`,
          expected:
            "one mapping that says first and last names: which of two counts, nobody can say",
          mend: "take one of the two out",
        },
      ];
    if (provider.splitNames && !login.scopes.includes(NAMES_SCOPE) && !anyUnresolved(login.scopes))
      return [
        {
          path,
          found: `true, and EspoCRM does not ask for the scope ${NAMES_SCOPE}, which brings them`,
          expected: `${NAMES_SCOPE} in login.scopes`,
          mend: "add it there, or leave splitNames out",
        },
      ];
    const { mayBeOthers } = mappedScopes(provider);
    if (provider.splitNames || !takesNames || saysThem >= 0 || mayBeOthers) return [];
    if (anyUnresolved(login.scopes)) return [];
    const lacking = login.scopes.includes(NAMES_SCOPE)
      ? ""
      : `, and ${NAMES_SCOPE} in login.scopes`;
    return [
      {
        path,
        found: "names that are not split, where EspoCRM takes them from authentik",
        expected: "a mapping that says given_name and family_name",
        mend: `leave it out, or write one in provider.scopeMappings${lacking}`,
      },
    ];
  },
};
