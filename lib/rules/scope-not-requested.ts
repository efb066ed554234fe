import { anyUnresolved, isUnresolved } from "../terraform/unresolved";
import { writtenMappings } from "./mapped-scopes";
import { type Rule, shown } from "./rule";

/** The scope of a mapping that is written in the configuration is asked for. */
export const scopeNotRequested: Rule = {
  id: "scope-not-requested",
  outcome: "warned",
  why: "authentik runs the scope mappings of those scopes that EspoCRM asks for, and no others: the claims of another one never come.",
  example:
    "provider:\n  scopeMappings:\n    - { name: CRM groups, scope: crm_groups, expression: 'return {\"crm_groups\": []}' }\nlogin: { scopes: [openid, profile, email, crm_groups] }",
  check: ({ login, provider }) =>
    anyUnresolved(login.scopes)
      ? []
      : writtenMappings(provider.scopeMappings)
          // EspoCRM puts openid in front by itself.
          .filter(
            ([, { scope }]) => !isUnresolved(scope) && !["openid", ...login.scopes].includes(scope),
          )
          .map(([index, { scope }]) => ({
            path: ["provider", "scopeMappings", index, "scope"],
            found: `${shown(scope)}, which EspoCRM does not ask for`,
            expected: `a scope of login.scopes: ${login.scopes.join(", ")}`,
            mend: "add it to login.scopes, or write the mapping for a scope that is there, such as profile",
          })),
};
