import { Token } from "cdktf";
import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const message = (found: string) =>
  `application.launchUrl: found "${found}"; expected a URL such as https://host.example. To fix it, give the whole address, or leave it out (EspoCRM's URL).`;

describeRule(FORM_RULES["launch-url-form"], {
  finds: {
    "an empty text": [{ application: { launchUrl: "" } }, message("")],
    "a path": [{ application: { launchUrl: "/crm" } }, message("/crm")],
    "a script": [
      { application: { launchUrl: "javascript:alert(1)" } },
      message("javascript:alert(1)"),
    ],
  },
  passes: {
    "a page of EspoCRM": { application: { launchUrl: "https://espocrm.company/#Lead" } },
    "a place that authentik fills in": {
      application: { launchUrl: "https://espocrm.company/?user=%(username)s" },
    },
    "authentik's way to hide a tile": { application: { launchUrl: "blank://blank" } },
    "a value that Terraform will know": {
      application: { launchUrl: Token.asString({ resolve: () => "x" }) },
    },
  },
});
