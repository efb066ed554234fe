import { isUnresolved } from "../terraform/unresolved";
import { type Rule, shown } from "./rule";

/** Claims whose values seldom are user names, by what they hold. */
const UNLIKELY: Readonly<Record<string, string>> = {
  email: "e-mail addresses",
  name: "full names",
  given_name: "full names",
};

/** What EspoCRM is to find a user by fits into a user name. */
export const userNameForm: Rule = {
  id: "user-name-form",
  outcome: "warned",
  why: "An EspoCRM user name has 50 characters at most. EspoCRM lower-cases the claim and turns everything but letters, digits and -@_. into _: without a user of exactly that name nobody gets in. authentik fills a missing user_upn with a hash of 64 characters.",
  example: "provider: { subjectMode: user_username }",
  check: ({ login, provider }) => {
    const claim = login.usernameClaim;
    const mode = provider.subjectMode;
    const expected = "EspoCRM users with exactly these names, of at most 50 characters";
    const mend = "leave both subjectMode and usernameClaim out, or name the users of EspoCRM so";
    if (claim === "sub" && (mode === "user_email" || mode === "user_upn")) {
      return [{ path: ["provider", "subjectMode"], found: shown(mode), expected, mend }];
    }
    const held = UNLIKELY[claim];
    if (held === undefined || isUnresolved(claim)) return [];
    const found = `${shown(claim)}, which holds ${held}`;
    return [{ path: ["login", "usernameClaim"], found, expected, mend }];
  },
};
