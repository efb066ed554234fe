import { Token } from "cdktf";
import { userNameClaim } from "../../../lib/rules/user-name-claim";
import { describeRule } from "./describe-rule";

const subject = (mode: string) =>
  `provider.subjectMode: found "${mode}"; expected a subject that is an EspoCRM user name. To fix it, leave it out (user_username).`;
const unknown = (claim: string) =>
  `login.usernameClaim: found "${claim}"; expected one of sub, preferred_username, nickname, name, given_name, email. To fix it, leave usernameClaim out (sub), or bring the claim by provider.scopeMappings.`;
const without = (claim: string, scope: string, lists: string) =>
  `login.usernameClaim: found "${claim}", which comes with the scope ${scope}, without that scope; expected a claim that the requested scopes bring. To fix it, add ${scope} to ${lists}, or leave usernameClaim out (sub).`;
const scopeMappings = ["4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11"];

describeRule(userNameClaim, {
  finds: {
    "subjects that are hashes": [
      { provider: { subjectMode: "hashed_user_id" } },
      subject("hashed_user_id"),
    ],
    "subjects that are numbers": [{ provider: { subjectMode: "user_id" } }, subject("user_id")],
    "subjects that are UUIDs": [{ provider: { subjectMode: "user_uuid" } }, subject("user_uuid")],
    "a claim whose scope EspoCRM does not ask for": [
      { login: { usernameClaim: "preferred_username", scopes: ["openid", "email"] } },
      without("preferred_username", "profile", "login.scopes"),
    ],
    "a claim whose scope the provider does not map, so that authentik drops it": [
      { login: { usernameClaim: "email" }, provider: { scopes: ["openid", "profile"] } },
      without("email", "email", "provider.scopes"),
    ],
    "a claim whose scope is on neither side": [
      { login: { usernameClaim: "email", scopes: [] }, provider: { scopes: ["openid"] } },
      without("email", "email", "login.scopes and provider.scopes"),
    ],
    "a claim that no managed mapping brings": [
      { login: { usernameClaim: "phone_number" } },
      unknown("phone_number"),
    ],
    "a claim that is a list": [{ login: { usernameClaim: "groups" } }, unknown("groups")],
    "a claim about the token, whatever is mapped": [
      { login: { usernameClaim: "sid" }, provider: { scopeMappings } },
      unknown("sid"),
    ],
  },
  passes: {
    "subjects that can be user names": { provider: { subjectMode: "user_email" } },
    "any subject where the user name is another claim": {
      provider: { subjectMode: "hashed_user_id" },
      login: { usernameClaim: "preferred_username" },
    },
    "the user name alone, with openid alone": { login: { scopes: ["openid"] } },
    "a claim that a mapping given by its id may bring": {
      login: { usernameClaim: "crm_user" },
      provider: { scopeMappings },
    },
    "a claim that Terraform will know": {
      login: { usernameClaim: Token.asString({ resolve: () => "x" }) },
    },
  },
});
