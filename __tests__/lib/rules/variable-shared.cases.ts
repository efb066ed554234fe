import { variableShared } from "../../../lib/rules/variable-shared";
import { describeRule } from "./describe-rule";

const message = (path: string, name: string, earlier: string, what: string) =>
  `${path}: found "${name}", which holds ${earlier} already; expected another variable for ${what}. To fix it, choose another name.`;

describeRule(variableShared, {
  finds: {
    "a user name and a password in one variable, which Terraform would show": [
      { espocrm: { usernameVariable: "crm", passwordVariable: "crm" } },
      message("espocrm.passwordVariable", "crm", "EspoCRM's user name", "EspoCRM's password"),
    ],
    "another credential in a default variable": [
      { provider: { clientSecretVariable: "authentik_token" } },
      message(
        "provider.clientSecretVariable",
        "authentik_token",
        "authentik's token",
        "the client secret",
      ),
    ],
    "a password that is sent as a header": [
      { espocrm: { headers: { "X-Access": "espocrm_password" } } },
      message(
        "espocrm.headers.X-Access",
        "espocrm_password",
        "EspoCRM's password",
        "an HTTP header",
      ),
    ],
  },
  passes: {
    "one access proxy in front of both": {
      authentik: { headers: { "X-Access": "access" } },
      espocrm: { headers: { "X-Access": "access" } },
    },
    "a variable for each": {
      provider: { clientSecretVariable: "client_secret" },
      espocrm: { usernameVariable: "user", passwordVariable: "password" },
    },
  },
});
