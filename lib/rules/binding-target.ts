import { type Rule, shown } from "./rule";

const TARGETS = ["policy", "group", "user"] as const;

/** A binding binds one thing. */
export const bindingTarget: Rule = {
  id: "binding-target",
  outcome: "refused",
  why: "authentik answers 400 to a binding of none, or of more than one, of policy, group and user.",
  example: "bindings:\n  - group: crm-users\n  - user: akadmin",
  check: ({ bindings }) =>
    bindings.flatMap((binding, index) => {
      const given = TARGETS.filter((target) => binding[target] !== undefined);
      if (given.length === 1) return [];
      return [
        {
          path: ["bindings", index],
          found: given.length === 0 ? "none of them" : given.join(" and "),
          expected: "exactly one of policy, group, user",
          mend:
            given.length === 0
              ? "say who may log in, for example group: crm-users"
              : `make it ${String(given.length)} bindings`,
        },
      ];
    }),
};

/** What a binding binds, as messages show it; `undefined` where it is not exactly one thing. */
export function boundTo(binding: object): string | undefined {
  const given = Object.entries(binding).filter(
    ([key, value]) => TARGETS.some((target) => target === key) && value !== undefined,
  );
  const [entry] = given;
  if (entry === undefined || given.length > 1) return undefined;
  const [target, value] = entry as [string, unknown];
  if (typeof value === "string") return `${target} ${shown(value)}`;
  if (typeof value !== "object" || value === null) return undefined;
  if ("id" in value) return `${target} with the id ${shown(value.id)}`;
  return "name" in value ? `${target} ${shown(value.name)}` : undefined;
}
