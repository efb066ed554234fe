import { Token } from "cdktf";
import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const message = (found: string, mend: string) =>
  `login.logoutUrl: found ${found}; expected an http(s) URL. To fix it, ${mend}.`;

describeRule(FORM_RULES["logout-url-form"], {
  finds: {
    "an address without a scheme": [
      { login: { logoutUrl: "authentik.company/logout" } },
      message('"authentik.company/logout"', "give the whole address, with https:// in front"),
    ],
    "a script": [
      { login: { logoutUrl: "javascript:alert(1)" } },
      message('"javascript:alert(1)"', "give the whole address, with https:// in front"),
    ],
    "credentials, and does not show them": [
      { login: { logoutUrl: "https://me:hunter2@authentik.company/" } },
      message(
        "credentials in the address (not shown)",
        "take them out: every browser would get them",
      ),
    ],
    "a placeholder that EspoCRM does not fill in": [
      { login: { logoutUrl: "https://authentik.company/?id_token_hint={idToken}&x={siteUrl}" } },
      message('the placeholder "{idToken}"', "use {siteUrl} and {clientId} only"),
    ],
  },
  passes: {
    "both placeholders that there are": {
      login: { logoutUrl: "https://authentik.company/?c={clientId}&r={siteUrl}" },
    },
    "a value that Terraform will know": {
      login: { logoutUrl: Token.asString({ resolve: () => "x" }) },
    },
  },
});
