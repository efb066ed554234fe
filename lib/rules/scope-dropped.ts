import { anyUnresolved, isUnresolved } from "../terraform/unresolved";
import { type Rule, shown } from "./rule";

/** authentik grants what EspoCRM asks for. */
export const scopeDropped: Rule = {
  id: "scope-dropped",
  outcome: "warned",
  why: "authentik leaves out a requested scope that has no mapping, without a word: its claims are missing at login.",
  example: "login: { scopes: [openid, profile, email] }",
  check: ({ login, provider }) => {
    if (provider.scopeMappings.length > 0 || anyUnresolved(provider.scopes)) return [];
    const mapped = provider.scopes;
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
