import type { Rule } from "./rule";

/** Administrators can always sign in with a password. */
export const passwordFallback: Rule = {
  id: "password-fallback",
  outcome: "refused",
  why: "Without the fallback EspoCRM accepts no password at all: neither Terraform nor an administrator can change a setting again, and only an edit of a file on the server helps.",
  check: ({ login }) =>
    login?.fallback === false
      ? [
          {
            path: ["login", "fallback"],
            found: "false",
            expected: "true",
            mend: "leave it out. Other users then still have no password login, unless login.allowRegularUserFallback is true",
          },
        ]
      : [],
};
