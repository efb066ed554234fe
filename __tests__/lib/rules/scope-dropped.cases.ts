import { Token } from "cdktf";
import { scopeDropped } from "../../../lib/rules/scope-dropped";
import { describeRule } from "./describe-rule";

const message = (index: number, scope: string, mapped: string) =>
  `login.scopes[${index}]: found "${scope}", which no scope mapping of the provider gives; expected one of ${mapped}. To fix it, leave it out, or add its mapping to provider.scopes or provider.scopeMappings.`;

describeRule(scopeDropped, {
  finds: {
    "EspoCRM's own default scope phone": [
      { login: { scopes: ["profile", "email", "phone"] } },
      message(2, "phone", "openid, profile, email"),
    ],
    "a scope of which not even the mapping that is written here is": [
      {
        provider: { scopeMappings: [{ name: "CRM", scope: "crm", expression: "return {}" }] },
        login: { scopes: ["crm", "phone"] },
      },
      message(1, "phone", "openid, profile, email, crm"),
    ],
    "a default scope that the provider lacks": [
      { provider: { scopes: ["openid", "profile"] } },
      message(2, "email", "openid, profile"),
    ],
  },
  passes: {
    "scopes that are all mapped": {
      provider: { scopes: ["openid", "profile", "entitlements"] },
      login: { scopes: ["profile", "entitlements"] },
    },
    "a scope that a mapping given by its id may bring": {
      provider: { scopeMappings: ["4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11"] },
      login: { scopes: ["openid", "phone"] },
    },
    "a scope that a mapping given by its name may bring": {
      provider: { scopeMappings: ["CRM phones"] },
      login: { scopes: ["openid", "phone"] },
    },
    "a scope that Terraform will know": {
      login: { scopes: [Token.asString({ resolve: () => "x" })] },
    },
  },
});
