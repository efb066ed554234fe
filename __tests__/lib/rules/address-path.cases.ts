import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const message = (path: string, end: string) =>
  `${path}: found the path "${end}" at its end; expected the address of the installation alone. To fix it, leave ${end} out.`;

describeRule(FORM_RULES["address-path"], {
  finds: {
    "EspoCRM's API": [
      { espocrm: { apiUrl: "https://espocrm.internal.company/api/v1/" } },
      message("espocrm.apiUrl", "/api/v1"),
    ],
    "EspoCRM's redirect URI": [
      { espocrm: { url: "https://espocrm.company/oauth-callback.php" } },
      message("espocrm.url", "/oauth-callback.php"),
    ],
    "authentik's API and its other pages": [
      {
        authentik: {
          url: "https://authentik.company/application/o/espocrm/",
          apiUrl: "https://authentik.company/api/v3",
          backchannelUrl: "https://authentik.company/if/admin",
        },
      },
      message("authentik.url", "/application/o/espocrm"),
      message("authentik.apiUrl", "/api/v3"),
      message("authentik.backchannelUrl", "/if/admin"),
    ],
  },
  passes: {
    "a path of the installation": {
      espocrm: { url: "https://company.example/api" },
      authentik: { url: "https://company.example/gif" },
    },
  },
});
