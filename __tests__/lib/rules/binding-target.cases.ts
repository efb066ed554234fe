import { untyped } from "../company";
import { bindingTarget } from "../../../lib/rules/binding-target";
import { describeRule } from "./describe-rule";

const message = (found: string, mend: string) =>
  `bindings[0]: found ${found}; expected exactly one of policy, group, user. To fix it, ${mend}.`;

describeRule(bindingTarget, {
  finds: {
    "a binding of nothing": [
      { bindings: [untyped({ order: 1 })] },
      message("none of them", "say who may log in, for example group: crm-users"),
    ],
    "a binding of two things": [
      { bindings: [untyped({ group: "sales", user: "ada" })] },
      message("group and user", "make it 2 bindings"),
    ],
    "a binding of three things": [
      { bindings: [untyped({ group: "sales", user: "ada", policy: { id: "x" } })] },
      message("policy and group and user", "make it 3 bindings"),
    ],
  },
  passes: {
    "one thing each": { bindings: [{ group: "sales" }, { user: "ada" }] },
    "no binding at all": { bindings: [] },
  },
});
