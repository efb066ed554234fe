import { Token } from "cdktf";
import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const message = (path: string, found: string) =>
  `${path}: found ${JSON.stringify(found)}; expected one scope, of visible ASCII characters. To fix it, give each scope an entry of its own in the list.`;

describeRule(FORM_RULES["scope-form"], {
  finds: {
    "two scopes in one entry": [
      { login: { scopes: ["openid profile"] } },
      message("login.scopes[0]", "openid profile"),
    ],
    "an empty scope": [
      { login: { scopes: ["openid", ""] }, provider: { scopes: ["openid", ""] } },
      message("login.scopes[1]", ""),
      message("provider.scopes[1]", ""),
    ],
    "characters that a scope can't have": [
      { login: { scopes: ['"openid"', "a\\b", "é"] } },
      message("login.scopes[0]", '"openid"'),
      message("login.scopes[1]", "a\\b"),
      message("login.scopes[2]", "é"),
    ],
  },
  passes: {
    "scopes with a path in them": { login: { scopes: ["openid", "goauthentik.io/api"] } },
    "no scopes at all: EspoCRM asks for openid by itself": { login: { scopes: [] } },
    "a scope that Terraform will know": {
      login: { scopes: [Token.asString({ resolve: () => "x" })] },
    },
  },
});
