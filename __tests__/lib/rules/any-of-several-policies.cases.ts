import { anyOfSeveralPolicies } from "../../../lib/rules/any-of-several-policies";
import { describeRule } from "./describe-rule";

const policy = { name: "office-hours", expression: "return True" };
const message = (bindings: number, policies: number) =>
  `application.policyEngineMode: found any, with ${bindings} bindings, ${policies} of them of a policy; expected all, where the policies restrict who gets in. To fix it, set application.policyEngineMode: all, or accept that passing one binding is enough.`;

describeRule(anyOfSeveralPolicies, {
  finds: {
    "a policy beside a group, which lets in whoever passes either": [
      { bindings: [{ group: "crm-users" }, { policy }] },
      message(2, 1),
    ],
    "several policies": [
      { bindings: [{ policy }, { policy: { name: "other", expression: "return False" } }] },
      message(2, 2),
    ],
  },
  passes: {
    "the mode all": {
      application: { policyEngineMode: "all" },
      bindings: [{ group: "crm-users" }, { policy }],
    },
    "several groups": { bindings: [{ group: "crm-users" }, { group: "sales" }] },
    "one policy alone": { bindings: [{ policy }] },
    "a second binding that is disabled": {
      bindings: [{ group: "crm-users", enabled: false }, { policy }],
    },
  },
});
