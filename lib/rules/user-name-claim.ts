import type { SubjectMode } from "../authentik/application";
import { DEFAULT_SCOPES } from "../authentik/application";
import { type Finding, type Rule, shown } from "./rule";

const NO_USER_NAME: readonly SubjectMode[] = ["hashed_user_id", "user_id", "user_uuid"];

/** The scope that brings a claim of authentik's managed mappings. */
const SCOPE_OF: Readonly<Record<string, string>> = {
  preferred_username: "profile",
  nickname: "profile",
  name: "profile",
  email: "email",
};

/** The claim that EspoCRM takes for the user name can be one. */
export const userNameClaim: Rule = {
  id: "user-name-claim",
  outcome: "refused",
  why: "EspoCRM finds its user by the value of this claim alone. Where it can't be a user name, nobody can log in.",
  check: ({ login, provider }) => {
    const claim = login?.usernameClaim ?? "sub";
    const mode = provider?.subjectMode ?? "user_username";
    const findings: Finding[] = [];
    if (claim === "sub" && NO_USER_NAME.includes(mode)) {
      findings.push({
        path: ["provider", "subjectMode"],
        found: shown(mode),
        expected: "a subject that is an EspoCRM user name",
        mend: "leave it out (user_username)",
      });
    }
    const scope = SCOPE_OF[claim];
    const scopes = login?.scopes ?? DEFAULT_SCOPES;
    const custom = (provider?.scopeMappings ?? []).length > 0;
    if (scope !== undefined && !scopes.includes(scope) && !custom) {
      findings.push({
        path: ["login", "usernameClaim"],
        found: `${shown(claim)}, which comes with the scope ${scope}, without that scope`,
        expected: "a claim that the requested scopes bring",
        mend: `add ${scope} to login.scopes, or leave usernameClaim out (sub)`,
      });
    }
    return findings;
  },
};
