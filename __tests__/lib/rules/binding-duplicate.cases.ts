import { bindingDuplicate } from "../../../lib/rules/binding-duplicate";
import { describeRule } from "./describe-rule";

const message = (index: number, found: string) =>
  `bindings[${index}]: found ${found}; expected each policy, group and user once. To fix it, take one of the two out.`;
const id = "4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11";
const policy = (name: string) => ({ name, expression: "return True" });

describeRule(bindingDuplicate, {
  finds: {
    "a group that is bound twice, even with other options": [
      { bindings: [{ group: "sales" }, { user: "ada" }, { group: "sales", negate: true }] },
      message(2, 'group "sales", as in bindings[0]'),
    ],
    "the same id twice": [
      { bindings: [{ group: { id } }, { group: { id } }] },
      message(1, `group with the id "${id}", as in bindings[0]`),
    ],
    "two policies of one name": [
      { bindings: [{ policy: policy("x") }, { policy: policy("x") }] },
      message(1, 'policy "x", as in bindings[0]'),
    ],
  },
  passes: {
    "a group and a user of the same name": { bindings: [{ group: "ada" }, { user: "ada" }] },
    "an id that is another one's name": { bindings: [{ group: id }, { group: { id } }] },
    "names that differ in case": { bindings: [{ group: "Sales" }, { group: "sales" }] },
  },
});
