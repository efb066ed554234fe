import { isUnresolved } from "../terraform/unresolved";
import type { Rule } from "./rule";

/** Whoever rules authentik may become an administrator of EspoCRM. */
export const administratorsLogin: Rule = {
  id: "administrators-login",
  outcome: "warned",
  why: "EspoCRM matches users by name alone: whoever can create an authentik user with the name of an EspoCRM administrator, or rename one to it, logs in as that administrator, without EspoCRM's own second factor.",
  example: "login: { allowAdministrators: false }",
  check: ({ login }) =>
    login.allowAdministrators === true || isUnresolved(login.allowAdministrators)
      ? [
          {
            path: ["login", "allowAdministrators"],
            found:
              login.allowAdministrators === true ? "true" : "a value that only Terraform will know",
            expected: "false, unless authentik's administrators may be EspoCRM's",
            mend: "leave it out, or protect these user names in authentik (second factor, no self-enrolment)",
          },
        ]
      : [],
};
