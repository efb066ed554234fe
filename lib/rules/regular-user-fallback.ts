import type { Rule } from "./rule";

/** Password login for all users needs password login. */
export const regularUserFallback: Rule = {
  id: "regular-user-fallback",
  outcome: "refused",
  why: "EspoCRM ignores the fallback of regular users while the fallback itself is off: they could not log in as the configuration says.",
  example: "login: { fallback: true, allowRegularUserFallback: true }",
  check: ({ login }) =>
    login?.fallback !== undefined && !login.fallback && login.allowRegularUserFallback === true
      ? [
          {
            path: ["login", "allowRegularUserFallback"],
            found: "true while login.fallback is false",
            expected: "a fallback that is on",
            mend: "leave login.fallback out",
          },
        ]
      : [],
};
