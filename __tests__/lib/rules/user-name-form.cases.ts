import { userNameForm } from "../../../lib/rules/user-name-form";
import { describeRule } from "./describe-rule";

const message = (path: string, found: string) =>
  `${path}: found ${found}; expected EspoCRM users with exactly these names, of at most 50 characters. To fix it, leave both subjectMode and usernameClaim out, or name the users of EspoCRM so.`;

describeRule(userNameForm, {
  finds: {
    "subjects that are e-mail addresses": [
      { provider: { subjectMode: "user_email" } },
      message("provider.subjectMode", '"user_email"'),
    ],
    "subjects that are hashes where an attribute is missing": [
      { provider: { subjectMode: "user_upn" } },
      message("provider.subjectMode", '"user_upn"'),
    ],
    "a claim that holds e-mail addresses": [
      { login: { usernameClaim: "email" } },
      message("login.usernameClaim", '"email", which holds e-mail addresses'),
    ],
    "a claim that holds full names": [
      { login: { usernameClaim: "given_name" } },
      message("login.usernameClaim", '"given_name", which holds full names'),
    ],
  },
  passes: {
    "user names": { provider: { subjectMode: "user_username" } },
    "user names in another claim": {
      provider: { subjectMode: "user_email" },
      login: { usernameClaim: "preferred_username" },
    },
  },
});
