import { administratorsLogin } from "../../../lib/rules/administrators-login";
import { describeRule } from "./describe-rule";

describeRule(administratorsLogin, {
  finds: {
    "administrators who sign in through authentik": [
      { login: { allowAdministrators: true } },
      "login.allowAdministrators: found true; expected false, unless authentik's administrators may be EspoCRM's. To fix it, leave it out, or protect these user names in authentik (second factor, no self-enrolment).",
    ],
  },
  passes: {
    "administrators with their passwords alone": { login: { allowAdministrators: false } },
    "no word of administrators": {},
  },
});
