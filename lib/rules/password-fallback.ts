import { isUnresolved } from "../terraform/unresolved";
import { type Rule, shown } from "./rule";

/** Administrators can always sign in with a password. */
export const passwordFallback: Rule = {
  id: "password-fallback",
  outcome: "refused",
  why: "Without the fallback EspoCRM accepts no password at all: neither Terraform nor an administrator can change a setting again, and only an edit of a file on the server helps.",
  example: "login: { fallback: true, allowRegularUserFallback: false }",
  check: ({ login }) =>
    // Not even a value that Terraform will know only later: it could be false.
    (login.fallback as unknown) !== true
      ? [
          {
            path: ["login", "fallback"],
            found: isUnresolved(login.fallback)
              ? "a value that only Terraform will know"
              : shown(login.fallback),
            expected: "true",
            mend: "leave it out. Other users then still have no password login, unless login.allowRegularUserFallback is true",
          },
        ]
      : [],
};
