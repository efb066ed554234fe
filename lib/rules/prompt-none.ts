import type { Rule } from "./rule";

/** Users who are not signed in at authentik yet can sign in. */
export const promptNone: Rule = {
  id: "prompt-none",
  outcome: "warned",
  why: "With the prompt none authentik shows no log-in page: whoever has no session there yet gets an error.",
  example: "login: { authorizationPrompt: select_account }",
  check: ({ login }) =>
    login.authorizationPrompt === "none"
      ? [
          {
            path: ["login", "authorizationPrompt"],
            found: '"none"',
            expected: "a prompt that lets people sign in",
            mend: "use select_account, which shows nothing to those who have a session",
          },
        ]
      : [],
};
