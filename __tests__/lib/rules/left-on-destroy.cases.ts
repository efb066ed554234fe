import { leftOnDestroy } from "../../../lib/rules/left-on-destroy";
import { describeRule } from "./describe-rule";

describeRule(leftOnDestroy, {
  finds: {
    "an EspoCRM that stays with an application that is gone": [
      { onDestroy: "leave" },
      'onDestroy: found "leave"; expected restore or espo. To fix it, leave it out, unless EspoCRM is given away or already switched by hand.',
    ],
  },
  passes: {
    "the settings as they were found": { onDestroy: "restore" },
    "EspoCRM's own login": { onDestroy: "espo" },
    "no word of it": {},
  },
});
