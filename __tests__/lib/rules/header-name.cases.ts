import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const form = (side: string, header: string) =>
  `${side}.headers.${header}: found "${header}"; expected the name of an HTTP header. To fix it, write the name alone, without a colon or blanks.`;
const taken = (side: string, header: string) =>
  `${side}.headers.${header}: found "${header}"; expected a header other than authorization, content-length, content-type, cookie, espo-authorization, espo-authorization-by-token, transfer-encoding, x-api-key. To fix it, leave it out: Terraform's own credentials are variables of their own.`;

describeRule(FORM_RULES["header-name"], {
  finds: {
    "what is no name of a header": [
      { authentik: { headers: { "X-Access:": "a" } }, espocrm: { headers: { "X Access": "a" } } },
      form("authentik", "X-Access:"),
      form("espocrm", "X Access"),
    ],
    "a content type, with which EspoCRM would change nothing": [
      { espocrm: { headers: { "Content-Type": "a" } } },
      taken("espocrm", "Content-Type"),
    ],
    "headers in place of Terraform's credentials": [
      {
        authentik: { headers: { AUTHORIZATION: "a" } },
        espocrm: { headers: { "Espo-Authorization": "a" } },
      },
      taken("authentik", "AUTHORIZATION"),
      taken("espocrm", "Espo-Authorization"),
    ],
  },
  passes: {
    "an access proxy's headers": {
      authentik: { headers: { "Proxy-Authorization": "proxy" } },
      espocrm: { headers: { "CF-Access-Client-Id": "id", "CF-Access-Client-Secret": "secret" } },
    },
  },
});
