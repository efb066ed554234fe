import type { Rule } from "./rule";

/** The scope openid is listed once at most. */
export const openidTwice: Rule = {
  id: "openid-twice",
  outcome: "warned",
  why: "EspoCRM puts openid in front of the scopes by itself; a list that names it more than once is a slip of the pen.",
  example: "login: { scopes: [openid, profile, email] }",
  check: ({ login }) => {
    const { scopes } = login;
    const second = scopes.indexOf("openid", scopes.indexOf("openid") + 1);
    return second === -1 || second === scopes.indexOf("openid")
      ? []
      : [
          {
            path: ["login", "scopes", second],
            found: '"openid" for the second time',
            expected: "each scope once",
            mend: "take it out",
          },
        ];
  },
};
