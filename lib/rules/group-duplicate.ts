import { isUnresolved } from "../terraform/unresolved";
import { type Finding, type Rule, shown } from "./rule";

/** No group is declared twice, or stands below itself. */
export const groupDuplicate: Rule = {
  id: "group-duplicate",
  outcome: "refused",
  why: "The names of groups are unique in an authentik, and a group below itself has no end: either is refused half-way.",
  example: "groups: [{ name: crm-users }, { name: crm-sales, parents: [crm-users] }]",
  check: ({ groups }) =>
    groups.flatMap(({ name, parents }, index): Finding[] => {
      if (isUnresolved(name)) return [];
      const earlier = groups.findIndex((one) => one.name === name);
      if (earlier < index)
        return [
          {
            path: ["groups", index, "name"],
            found: `the group ${shown(name)}, as in groups[${String(earlier)}]`,
            expected: "each group once",
            mend: "take one of the two out",
          },
        ];
      if (!above(name, groups).has(name)) return [];
      return [
        {
          path: ["groups", index, "parents"],
          found: `${shown(parents)}, which stand below ${shown(name)} themselves`,
          expected: "groups that are not below this one",
          mend: "take the parent out that closes the circle",
        },
      ];
    }),
};

/** Names of all declared groups above one. */
function above(
  name: string,
  groups: readonly { readonly name: string; readonly parents: readonly unknown[] }[],
): Set<unknown> {
  const found = new Set<unknown>();
  const ahead: unknown[] = [name];
  while (ahead.length > 0) {
    const next = ahead.pop();
    for (const parent of groups.find((one) => one.name === next)?.parents ?? [])
      if (!found.has(parent)) {
        found.add(parent);
        ahead.push(parent);
      }
  }
  return found;
}
