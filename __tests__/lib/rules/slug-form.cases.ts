import { Token } from "cdktf";
import { FORM_RULES } from "../../../lib/rules/forms";
import { resolved } from "../../../lib/fields/resolved";
import { company } from "../company";
import { describeRule } from "./describe-rule";

const reserved = (slug: string) =>
  `application.slug: found "${slug}"; expected none of authentik's own: authorize, device, introspect, revoke, token, userinfo. To fix it, choose another slug, such as espocrm.`;
const form = (slug: string, mend: string) =>
  `application.slug: found "${slug}"; expected letters, digits, - and _ only. To fix it, write it as "${mend}".`;

describeRule(FORM_RULES["slug-form"], {
  finds: {
    "a name that authentik keeps for its own endpoints": [
      { application: { slug: "token" } },
      reserved("token"),
    ],
    "blanks and other characters": [
      { application: { slug: "espo crm/eu" } },
      form("espo crm/eu", "espo-crm-eu"),
    ],
    "letters of other alphabets": [{ application: { slug: "müller" } }, form("müller", "m-ller")],
  },
  passes: {
    "every kind of character that authentik takes": { application: { slug: "-Espo_CRM-9" } },
    "a reserved name in another case, which authentik takes": { application: { slug: "Token" } },
    "a longer name that begins with a reserved one": { application: { slug: "tokens" } },
    "a value that Terraform will know": {
      application: { slug: Token.asString({ resolve: () => "x" }) },
    },
  },
});

it.each(["authorize", "device", "introspect", "revoke", "token", "userinfo"])(
  "The rule slug-form knows that authentik reserves %s",
  (slug) => {
    const given = company({ application: { slug } });
    expect(FORM_RULES["slug-form"].check(resolved(given), given)).toHaveLength(1);
  },
);
