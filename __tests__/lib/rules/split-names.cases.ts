import { splitNames } from "../../../lib/rules/split-names";
import { describeRule } from "./describe-rule";

const named = (expression: string) => ({ name: "CRM names", scope: "profile", expression });

describeRule(splitNames, {
  finds: {
    "users that are created without a last name": [
      { login: { createUsers: true }, provider: { splitNames: false } },
      "provider.splitNames: found names that are not split, where EspoCRM takes them from authentik; expected a mapping that says given_name and family_name. To fix it, leave it out, or write one in provider.scopeMappings.",
    ],
    "synchronization without the scope that brings names": [
      { login: { syncUsers: true, scopes: ["openid", "email"] } },
      "provider.splitNames: found names that are not split, where EspoCRM takes them from authentik; expected a mapping that says given_name and family_name. To fix it, leave it out, or write one in provider.scopeMappings, and profile in login.scopes.",
    ],
    "two mappings that say names": [
      {
        login: { createUsers: true },
        provider: {
          splitNames: true,
          scopeMappings: ["CRM phones", named('return {"family_name": "Doe"}')],
        },
      },
      "provider.splitNames: found true, and provider.scopeMappings[1] says these names, too; expected one mapping that says first and last names: which of two counts, nobody can say. To fix it, take one of the two out.",
    ],
    "names that EspoCRM does not ask for": [
      { login: { scopes: ["openid", "email"] }, provider: { splitNames: true } },
      "provider.splitNames: found true, and EspoCRM does not ask for the scope profile, which brings them; expected profile in login.scopes. To fix it, add it there, or leave splitNames out.",
    ],
  },
  passes: {
    "names that are split because EspoCRM creates users": { login: { createUsers: true } },
    "names that EspoCRM does not take": { provider: { splitNames: false } },
    "an own mapping that says last names": {
      login: { syncUsers: true },
      provider: { scopeMappings: [named('return {"family_name": "Doe"}')] },
    },
    "a mapping that is only named, which may say them": {
      login: { syncUsers: true },
      provider: { splitNames: false, scopeMappings: ["CRM names"] },
    },
  },
});
