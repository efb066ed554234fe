import { anyUnresolved } from "../terraform/unresolved";
import { type Rule, shown } from "./rule";

/** authentik grants the scope openid. */
export const openidScope: Rule = {
  id: "openid-scope",
  outcome: "refused",
  why: "Without the mapping of the scope openid authentik's userinfo endpoint answers 403, and EspoCRM fails every login.",
  example: "provider: { scopes: [openid, profile, email] }",
  check: ({ provider }) =>
    anyUnresolved(provider.scopes) || provider.scopes.includes("openid")
      ? []
      : [
          {
            path: ["provider", "scopes"],
            found: shown(provider.scopes),
            expected: "openid among the scopes",
            mend: "add openid, or leave the list out",
          },
        ],
};
