import { openidTwice } from "../../../lib/rules/openid-twice";
import { describeRule } from "./describe-rule";

describeRule(openidTwice, {
  finds: {
    "openid for the second time": [
      { login: { scopes: ["openid", "profile", "openid"] } },
      'login.scopes[2]: found "openid" for the second time; expected each scope once. To fix it, take it out.',
    ],
  },
  passes: {
    "openid once, though EspoCRM adds it by itself": { login: { scopes: ["openid", "profile"] } },
    "no openid": { login: { scopes: ["profile"] } },
  },
});
