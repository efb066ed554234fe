import { regularUserFallback } from "../../../lib/rules/regular-user-fallback";
import { describeRule } from "./describe-rule";

describeRule(regularUserFallback, {
  finds: {
    "a fallback of regular users that EspoCRM ignores": [
      { login: { fallback: false, allowRegularUserFallback: true } },
      "login.allowRegularUserFallback: found true while login.fallback is false; expected a fallback that is on. To mend it, leave login.fallback out.",
    ],
  },
  passes: {
    "a fallback for all": { login: { allowRegularUserFallback: true } },
    "a fallback for administrators": { login: { fallback: true, allowRegularUserFallback: false } },
  },
});
