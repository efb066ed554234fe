import { isUnresolved } from "../terraform/unresolved";
import { mappedScopes } from "./mapped-scopes";
import { type Rule, shown } from "./rule";

/** authentik grants what EspoCRM asks for. */
export const scopeDropped: Rule = {
  id: "scope-dropped",
  outcome: "warned",
  why: "authentik leaves out a requested scope that has no mapping, without a word: its claims are missing at login.",
  example: "login: { scopes: [openid, profile, email] }",
  check: ({ login, provider }) => {
    const { known: mapped, mayBeOthers } = mappedScopes(provider);
    if (mayBeOthers) return [];
    return login.scopes.flatMap((scope, index) =>
      mapped.includes(scope) || isUnresolved(scope)
        ? []
        : [
            {
              path: ["login", "scopes", index],
              found: `${shown(scope)}, which no scope mapping of the provider gives`,
              expected: `one of ${mapped.join(", ")}`,
              mend: "leave it out, or add its mapping to provider.scopes or provider.scopeMappings",
            },
          ],
    );
  },
};
