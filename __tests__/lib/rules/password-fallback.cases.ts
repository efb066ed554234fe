import { Token } from "cdktf";
import { untyped } from "../company";
import { passwordFallback } from "../../../lib/rules/password-fallback";
import { describeRule } from "./describe-rule";

const message = (found: string) =>
  `login.fallback: found ${found}; expected true. To fix it, leave it out. Other users then still have no password login, unless login.allowRegularUserFallback is true.`;
const fallback = (value: unknown) => ({ login: { fallback: untyped(value) } });

describeRule(passwordFallback, {
  finds: {
    "no fallback, which would lock everybody out": [fallback(false), message("false")],
    "what PHP takes for false": [fallback(0), message("0")],
    "an empty text, which PHP takes for false, too": [fallback(""), message('""')],
    "null, which EspoCRM would store": [fallback(null), message("null")],
    "a text, which only happens to be taken for true": [fallback("false"), message('"false"')],
    "a value that only Terraform will know, as it could be false": [
      fallback(Token.asAny({ resolve: () => false })),
      message("a value that only Terraform will know"),
    ],
  },
  passes: {
    "a fallback": fallback(true),
    "no word of it": {},
  },
});
