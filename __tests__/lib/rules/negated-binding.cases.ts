import { negatedBinding } from "../../../lib/rules/negated-binding";
import { describeRule } from "./describe-rule";

const message = (index: number) =>
  `bindings[${index}].negate: found true, which lets in every other user of this authentik; expected a binding besides that says who may log in, and the mode all. To fix it, bind a group, too, and set application.policyEngineMode: all.`;
const all = { policyEngineMode: "all" } as const;
const policy = { name: "office-hours", expression: "return True" };

describeRule(negatedBinding, {
  finds: {
    "a group that is kept out, beside one that is let in: passing either is enough": [
      { bindings: [{ group: "crm-users" }, { group: "interns", negate: true }] },
      message(1),
    ],
    "users that are kept out, and nothing that says who is let in": [
      {
        application: all,
        bindings: [
          { user: "ada", negate: true },
          { group: "crm-users", enabled: false },
        ],
      },
      message(0),
    ],
  },
  passes: {
    "a group that is kept out of one that is let in": {
      application: all,
      bindings: [{ group: "crm-users" }, { group: "interns", negate: true }],
    },
    "a group that is kept out, and a policy": {
      application: all,
      bindings: [{ group: "interns", negate: true }, { policy }],
    },
    "a negated policy, which may say anything": { bindings: [{ policy, negate: true }] },
    "a negated binding that is disabled": {
      bindings: [{ group: "crm-users" }, { group: "interns", negate: true, enabled: false }],
    },
  },
});
