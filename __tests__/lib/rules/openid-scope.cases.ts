import { Token } from "cdktf";
import { openidScope } from "../../../lib/rules/openid-scope";
import { describeRule } from "./describe-rule";

const message = (found: string) =>
  `provider.scopes: found ${found}; expected openid among the scopes. To fix it, add openid, or leave the list out.`;

describeRule(openidScope, {
  finds: {
    "scopes without openid": [
      { provider: { scopes: ["profile", "email"] } },
      message('["profile","email"]'),
    ],
    "no scopes at all": [{ provider: { scopes: [] } }, message("[]")],
  },
  passes: {
    "openid alone": { provider: { scopes: ["openid"] } },
    "scopes of EspoCRM without openid, which it adds by itself": { login: { scopes: ["profile"] } },
    "a scope that Terraform will know": {
      provider: { scopes: [Token.asString({ resolve: () => "x" })] },
    },
  },
});
