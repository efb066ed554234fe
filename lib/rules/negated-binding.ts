import type { Rule } from "./rule";

/** A negated binding restricts, and does not open. */
export const negatedBinding: Rule = {
  id: "negated-binding",
  outcome: "warned",
  why: "A negated group or user lets in everybody else. In the mode any that is enough to get in, whatever the other bindings say; in the mode all, only where another binding asks for more.",
  example:
    "application: { name: EspoCRM, slug: espocrm, policyEngineMode: all }\nbindings: [{ group: crm-users }, { group: interns, negate: true }]",
  check: ({ application, bindings }) => {
    const enabled = bindings.filter((binding) => binding.enabled);
    const opens = bindings.findIndex(
      ({ enabled: on, negate, policy }) => on && negate && policy === undefined,
    );
    const restricted =
      application.policyEngineMode === "all" &&
      enabled.some(({ negate, policy }) => !negate || policy !== undefined);
    if (opens === -1 || restricted) return [];
    return [
      {
        path: ["bindings", opens, "negate"],
        found: "true, which lets in every other user of this authentik",
        expected: "a binding besides that says who may log in, and the mode all",
        mend: "bind a group, too, and set application.policyEngineMode: all",
      },
    ];
  },
};
