import type { Rule } from "./rule";

/** Several policies are meant to apply together. */
export const anyOfSeveralPolicies: Rule = {
  id: "any-of-several-policies",
  outcome: "warned",
  why: "In the mode any a user who passes one binding is let in, whatever the others say: a policy that is meant to restrict a group does not.",
  example: "application: { name: EspoCRM, slug: espocrm, policyEngineMode: all }",
  check: ({ application, bindings }) => {
    const enabled = bindings.filter((binding) => binding.enabled);
    const policies = enabled.filter((binding) => binding.policy !== undefined);
    const any = application.policyEngineMode === "any";
    if (!any || policies.length === 0 || enabled.length < 2) return [];
    return [
      {
        path: ["application", "policyEngineMode"],
        found: `any, with ${String(enabled.length)} bindings, ${String(policies.length)} of them of a policy`,
        expected: "all, where the policies restrict who gets in",
        mend: "set application.policyEngineMode: all, or accept that passing one binding is enough",
      },
    ];
  },
};
