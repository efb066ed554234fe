import { groupDuplicate } from "../../../lib/rules/group-duplicate";
import { describeRule } from "./describe-rule";

describeRule(groupDuplicate, {
  finds: {
    "one name of two groups": [
      { groups: [{ name: "crm-users" }, { name: "x" }, { name: "crm-users" }] },
      'groups[2].name: found the group "crm-users", as in groups[0]; expected each group once. To fix it, take one of the two out.',
    ],
    "groups that stand below each other": [
      {
        groups: [
          { name: "a", parents: ["b"] },
          { name: "b", parents: ["a"] },
        ],
      },
      'groups[0].parents: found ["b"], which stand below "a" themselves; expected groups that are not below this one. To fix it, take the parent out that closes the circle.',
      'groups[1].parents: found ["a"], which stand below "b" themselves; expected groups that are not below this one. To fix it, take the parent out that closes the circle.',
    ],
  },
  passes: {
    "groups below declared and existing ones": {
      groups: [{ name: "sales", parents: ["crm-users", "staff"] }, { name: "crm-users" }],
    },
  },
});
