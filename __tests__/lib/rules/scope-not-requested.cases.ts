import { scopeNotRequested } from "../../../lib/rules/scope-not-requested";
import { describeRule } from "./describe-rule";

const mapping = (scope: string) => ({ name: "CRM groups", scope, expression: "return {}" });

describeRule(scopeNotRequested, {
  finds: {
    "a scope of its own that EspoCRM does not ask for": [
      { provider: { scopeMappings: [mapping("crm_groups")] } },
      'provider.scopeMappings[0].scope: found "crm_groups", which EspoCRM does not ask for; expected a scope of login.scopes: openid, profile, email. To fix it, add it to login.scopes, or write the mapping for a scope that is there, such as profile.',
    ],
  },
  passes: {
    "a scope that is asked for": {
      provider: { scopeMappings: [mapping("crm_groups")] },
      login: { scopes: ["openid", "crm_groups"] },
    },
    "openid, which EspoCRM asks for by itself": {
      provider: { scopeMappings: [mapping("openid")] },
      login: { scopes: ["profile"] },
    },
    "a mapping that is only named, whose scope nobody here knows": {
      provider: { scopeMappings: ["CRM groups"] },
    },
  },
});
