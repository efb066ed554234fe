import { Token } from "cdktf";
import { untyped } from "../company";
import { knownAtSynth } from "../../../lib/rules/known-at-synth";
import { describeRule } from "./describe-rule";

const name = Token.asString({ resolve: () => "a" });
const flag = Token.asAny({ resolve: () => true });
const later = "found a value that only Terraform will know";
const declared = "expected one that is known when the program runs, as";

describeRule(knownAtSynth, {
  finds: {
    "what decides what is declared": [
      { provider: { backchannelLogout: untyped(flag) } },
      `provider.backchannelLogout: ${later}; ${declared} it decides what is declared. To fix it, write the value itself, or read it in the program (process.env).`,
    ],
    "a list as a whole": [
      { login: { scopes: Token.asList("${var.scopes}") } },
      `login.scopes: ${later}; ${declared} what is declared depends on it. To fix it, write the list itself: each of its entries may be such a value.`,
    ],
    "the name of a variable": [
      { espocrm: { passwordVariable: name } },
      `espocrm.passwordVariable: ${later}; ${declared} what is declared depends on it. To fix it, write the value itself, or read it in the program (process.env).`,
    ],
    "true or false where a text belongs": [
      { login: { groupClaim: untyped(flag) } },
      `login.groupClaim: ${later}, of another kind; expected a text: a variable's stringValue, Token.asString(…). To fix it, give it as a value of that kind.`,
    ],
  },
  passes: {
    "true or false where it belongs": { login: { allowAdministrators: flag } },
    "a text in a list": { login: { scopes: [name] } },
    "a number": { login: { authorizationMaxAge: Token.asNumber("${var.age}") } },
    "the id of an object of authentik": { bindings: [{ group: { id: name } }] },
  },
});
