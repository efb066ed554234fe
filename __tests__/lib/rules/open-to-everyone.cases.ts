import { openToEveryone } from "../../../lib/rules/open-to-everyone";
import { describeRule } from "./describe-rule";

const message = (found: string) =>
  `bindings: found ${found}; expected at least one enabled binding. To fix it, bind a group, for example bindings: [{ group: crm-users }], or accept that every user of this authentik may log in.`;

describeRule(openToEveryone, {
  finds: {
    "an application that nothing is bound to": [{ bindings: undefined }, message("none")],
    "bindings that are all disabled": [
      { bindings: [{ group: "crm-users", enabled: false }] },
      message("none that is enabled"),
    ],
  },
  passes: {
    "one enabled binding": { bindings: [{ group: "a", enabled: false }, { user: "ada" }] },
  },
});
