import { Token } from "cdktf";
import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const message = (path: string, found: string, mend: string) =>
  `${path}: found ${found}; expected a URL such as https://host.example. To fix it, ${mend}.`;

describeRule(FORM_RULES["address-form"], {
  finds: {
    "an address without a scheme": [
      { espocrm: { url: "espocrm.company" } },
      message("espocrm.url", '"espocrm.company"', "give the whole address, with https:// in front"),
    ],
    "a host with a port in place of a scheme, and nothing besides": [
      { authentik: { url: "authentik.company:9443" } },
      message(
        "authentik.url",
        '"authentik.company:9443"',
        "give the whole address, with https:// in front",
      ),
    ],
    "another scheme": [
      { authentik: { url: "ftp://authentik.company" } },
      message("authentik.url", 'the scheme "ftp:"', "use https"),
    ],
    "credentials, and does not show them": [
      { espocrm: { apiUrl: "https://admin:hunter2@espocrm.company" } },
      message(
        "espocrm.apiUrl",
        "credentials in the address (not shown)",
        "take them out: credentials are Terraform variables, fed as TF_VAR_…",
      ),
    ],
    "a query, even an empty one": [
      {
        authentik: { url: "https://authentik.company?next=/" },
        espocrm: { url: "https://espocrm.company/?" },
      },
      message("authentik.url", 'the query "?next=/"', "leave it out"),
      message("espocrm.url", 'the query "?"', "leave it out"),
    ],
    "a fragment": [
      { authentik: { backchannelUrl: "https://authentik.company/#/x" } },
      message("authentik.backchannelUrl", 'the fragment "#/x"', "leave it out"),
    ],
    "blanks and backslashes": [
      { espocrm: { url: "https:\\\\espocrm.company", backchannelUrl: " https://espocrm.company" } },
      message("espocrm.url", '"https:\\\\\\\\espocrm.company"', "leave out blanks and backslashes"),
      message(
        "espocrm.backchannelUrl",
        '" https://espocrm.company"',
        "leave out blanks and backslashes",
      ),
    ],
    "another notation than that of browsers, which is what redirect URIs are compared in": [
      {
        espocrm: { url: "https://ESPOCRM.company" },
        authentik: { url: "https://authentik.company:443/a/../b" },
      },
      message(
        "authentik.url",
        '"https://authentik.company:443/a/../b"',
        "write it as browsers do: https://authentik.company/b",
      ),
      message(
        "espocrm.url",
        '"https://ESPOCRM.company"',
        "write it as browsers do: https://espocrm.company",
      ),
    ],
  },
  passes: {
    "a trailing slash": { espocrm: { url: "https://espocrm.company/" } },
    "a path and a port": { authentik: { url: "https://company.example:8443/sso/authentik" } },
    "a value that Terraform will know": {
      espocrm: { url: Token.asString({ resolve: () => "x" }) },
    },
  },
});
