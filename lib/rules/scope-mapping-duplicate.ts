import { isUnresolved } from "../terraform/unresolved";
import { type Finding, type Rule, shown } from "./rule";

/** No scope mapping is there twice. */
export const scopeMappingDuplicate: Rule = {
  id: "scope-mapping-duplicate",
  outcome: "refused",
  why: "The names of property mappings are unique in an authentik: the second one of a name is refused half-way, and a mapping that is listed twice is not what was meant.",
  example:
    'provider:\n  scopeMappings:\n    - CRM groups\n    - { name: CRM names, scope: profile, expression: \'return {"family_name": "Doe"}\' }',
  check: ({ provider }) => {
    const first = new Map<string, number>();
    return provider.scopeMappings.flatMap((mapping, index): Finding[] => {
      const named =
        typeof mapping === "string" ? mapping : "id" in mapping ? mapping.id : mapping.name;
      if (isUnresolved(named)) return [];
      const earlier = first.get(named);
      if (earlier === undefined) {
        first.set(named, index);
        return [];
      }
      return [
        {
          path: ["provider", "scopeMappings", index],
          found: `the scope mapping ${shown(named)}, as in provider.scopeMappings[${String(earlier)}]`,
          expected: "each scope mapping once",
          mend: "take one of the two out; one that is written here need not be named besides",
        },
      ];
    });
  },
};
