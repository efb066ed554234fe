import { untyped } from "../company";
import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const message = (path: string, found: string, values: string) =>
  `${path}: found ${found}; expected one of ${values}. To fix it, choose one of these, or leave it out.`;

describeRule(FORM_RULES["unknown-value"], {
  finds: {
    "values that nobody knows": [
      {
        authentik: { release: untyped("2025.12") },
        application: { policyEngineMode: untyped("some") },
        provider: { subjectMode: untyped("username"), issuerMode: untyped("both") },
        login: { authorizationPrompt: untyped("create") },
        onDestroy: untyped("keep"),
      },
      'authentik.release: found "2025.12"; expected one of 2026.2, 2026.5, 2026.8. To fix it, upgrade authentik to 2026.2, and write "2026.2": 2025.12 is not supported.',
      message("application.policyEngineMode", '"some"', "any, all"),
      message(
        "provider.subjectMode",
        '"username"',
        "hashed_user_id, user_id, user_uuid, user_username, user_email, user_upn",
      ),
      message("provider.issuerMode", '"both"', "per_provider, global"),
      message("login.authorizationPrompt", '"create"', "none, consent, login, select_account"),
      message("onDestroy", '"keep"', "restore, espo, leave"),
    ],
    "a prompt that is empty or null, for which EspoCRM answers 400": [
      { login: { authorizationPrompt: untyped("") } },
      message("login.authorizationPrompt", '""', "none, consent, login, select_account"),
    ],
    "what every object has": [
      { onDestroy: untyped("constructor") },
      message("onDestroy", '"constructor"', "restore, espo, leave"),
    ],
  },
  passes: {
    "known values": {
      authentik: { release: "2026.2" },
      application: { policyEngineMode: "all" },
      provider: { subjectMode: "user_upn", issuerMode: "global" },
      login: { authorizationPrompt: "select_account" },
      onDestroy: "espo",
    },
  },
});
