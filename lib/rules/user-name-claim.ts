import type { SubjectMode } from "../authentik/props";
import type { ResolvedIntegration } from "../fields/resolved";
import { anyUnresolved, isUnresolved } from "../terraform/unresolved";
import { type Finding, type Rule, shown } from "./rule";

const NO_USER_NAME: readonly SubjectMode[] = ["hashed_user_id", "user_id", "user_uuid"];

/** Claims that authentik puts into every token, and that are about anything but a user's name. */
const OF_THE_TOKEN =
  /^(iss|aud|exp|iat|nbf|jti|auth_time|acr|amr|azp|nonce|sid|uid|at_hash|c_hash)$/;

/** The scopes of authentik's managed mappings, with their claims that hold one text. */
const CLAIMS: Readonly<Record<string, readonly string[]>> = {
  profile: ["preferred_username", "nickname", "name", "given_name"],
  email: ["email"],
};

/** The claim that EspoCRM takes for the user name can be one. */
export const userNameClaim: Rule = {
  id: "user-name-claim",
  outcome: "refused",
  why: "EspoCRM finds its user by the value of this claim alone. Where it can't be a user name, nobody can log in.",
  example: "provider: { subjectMode: user_username }\nlogin: { usernameClaim: sub }",
  check: (props) => {
    const claim = props.login.usernameClaim;
    if (isUnresolved(claim) || claim.trim() === "") return [];
    return claim === "sub" ? subject(props) : otherClaim(claim, props);
  },
};

function subject({ provider }: ResolvedIntegration): Finding[] {
  const mode = provider.subjectMode;
  if (!NO_USER_NAME.includes(mode)) return [];
  return [
    {
      path: ["provider", "subjectMode"],
      found: shown(mode),
      expected: "a subject that is an EspoCRM user name",
      mend: "leave it out (user_username)",
    },
  ];
}

function otherClaim(claim: string, { login, provider }: ResolvedIntegration): Finding[] {
  const path = ["login", "usernameClaim"];
  const mapped = provider.scopes;
  const requested = login.scopes;
  const custom = provider.scopeMappings.length > 0;
  const scope = Object.keys(CLAIMS).find((name) => CLAIMS[name]?.includes(claim));
  if (OF_THE_TOKEN.test(claim) || (scope === undefined && !custom)) {
    const known = ["sub", ...Object.values(CLAIMS).flat()].join(", ");
    const mend = "leave usernameClaim out (sub), or bring the claim by provider.scopeMappings";
    return [{ path, found: shown(claim), expected: `one of ${known}`, mend }];
  }
  if (scope === undefined || custom || anyUnresolved(mapped) || anyUnresolved(requested)) return [];
  const lacking = [
    ...(requested.includes(scope) ? [] : ["login.scopes"]),
    ...(mapped.includes(scope) ? [] : ["provider.scopes"]),
  ];
  if (lacking.length === 0) return [];
  return [
    {
      path,
      found: `${shown(claim)}, which comes with the scope ${scope}, without that scope`,
      expected: "a claim that the requested scopes bring",
      mend: `add ${scope} to ${lacking.join(" and ")}, or leave usernameClaim out (sub)`,
    },
  ];
}
