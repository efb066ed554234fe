import { boundTo } from "./binding-target";
import type { Finding, Rule } from "./rule";

/** Nothing is bound twice. */
export const bindingDuplicate: Rule = {
  id: "binding-duplicate",
  outcome: "refused",
  why: "Two bindings of the same thing contradict each other or say the same twice, and two policies can't have one name.",
  example: "bindings: [{ group: crm-users }, { group: crm-guests }]",
  check: ({ bindings }) => {
    const first = new Map<string, number>();
    return bindings.flatMap((binding, index): Finding[] => {
      const bound = boundTo(binding);
      if (bound === undefined) return [];
      const earlier = first.get(bound);
      if (earlier === undefined) {
        first.set(bound, index);
        return [];
      }
      return [
        {
          path: ["bindings", index],
          found: `${bound}, as in bindings[${String(earlier)}]`,
          expected: "each policy, group and user once",
          mend: "take one of the two out",
        },
      ];
    });
  },
};
