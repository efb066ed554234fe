import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const message = (path: string, found = "something else (not shown, as it may be a secret)") =>
  `${path}: found ${found}; expected the name of a Terraform variable: letters, digits and _. To fix it, choose a name, and give the value as TF_VAR_<name> in Terraform's environment.`;

describeRule(FORM_RULES["variable-name"], {
  finds: {
    "secrets in place of names, and does not show them": [
      {
        authentik: { tokenVariable: "hunter2!", headers: { "X-Access": "hunter2 " } },
        espocrm: {
          usernameVariable: "admin@company",
          passwordVariable: "2hunter",
          clientCertificate: { certificate: "x", keyVariable: "-----BEGIN PRIVATE KEY-----" },
          headers: { "X-Access": "" },
        },
        provider: { clientSecretVariable: "a".repeat(65) },
      },
      message("authentik.tokenVariable"),
      message("espocrm.usernameVariable"),
      message("espocrm.passwordVariable"),
      message("espocrm.clientCertificate.keyVariable"),
      message("provider.clientSecretVariable"),
      message("authentik.headers.X-Access"),
      message("espocrm.headers.X-Access"),
    ],
    "a name that Terraform keeps for itself": [
      { authentik: { tokenVariable: "version" } },
      message("authentik.tokenVariable", '"version", which Terraform keeps for itself'),
    ],
  },
  passes: {
    names: {
      authentik: { tokenVariable: "_Authentik_token_2" },
      provider: { clientSecretVariable: "a".repeat(64) },
    },
  },
});
