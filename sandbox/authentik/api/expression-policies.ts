import { randomUUID } from "node:crypto";
import type { AuthentikState } from "../state/authentik-state";
import { deletePolicy } from "../state/deletion";
import { isUuid } from "../state/identifiers";
import type { ExpressionPolicy } from "../state/models";
import { optional, required } from "./fields";
import * as kind from "./kinds";
import type { Route } from "./route";
import { python } from "./text-rules";
import { viewSetRoutes } from "./viewset";

/** `/policies/expression/`: policies written in Python. */
export function expressionPolicyRoutes(state: AuthentikState): Route[] {
  return viewSetRoutes({
    path: "policies/expression",
    app: "authentik_policies_expression",
    model: "ExpressionPolicy",
    rows: () => state.policies.values(),
    find: (id) => (isUuid(id) ? state.policies.get(id) : null),
    ordering: ["name"],
    search: ["name"],
    filters: { name: (policy, [name]) => policy.name === name },
    represent: (policy) => representPolicy(state, policy),
    writes: {
      fields: {
        name: required(kind.text()),
        execution_logging: optional(kind.boolean),
        expression: required(kind.text({ rules: [python("temp-policy")] })),
      },
      unique: { name: "Policy with this name already exists." },
      create: (written) => {
        const policy = { execution_logging: false, ...written, pk: randomUUID() };
        state.policies.set(policy.pk, policy);
        return policy;
      },
      destroy: ({ pk }) => deletePolicy(state, pk),
    },
  });
}

/** `/policies/all/`: policies of every kind; the sandbox has those written in Python alone. */
export const policyRoutes = (state: AuthentikState): Route[] =>
  viewSetRoutes({
    path: "policies/all",
    app: "authentik_policies",
    model: "Policy",
    rows: () => state.policies.values(),
    find: (id) => (isUuid(id) ? state.policies.get(id) : null),
    ordering: ["name"],
    search: ["name"],
    represent: (policy) => representPolicy(state, policy),
  });

/** A policy, by itself or inside a binding. */
export function representPolicy(state: AuthentikState, policy: ExpressionPolicy) {
  const bindings = [...state.bindings.values()].filter((binding) => binding.policy === policy.pk);
  return {
    pk: policy.pk,
    name: policy.name,
    execution_logging: policy.execution_logging,
    component: "ak-policy-expression-form",
    verbose_name: "Expression Policy",
    verbose_name_plural: "Expression Policies",
    meta_model_name: "authentik_policies_expression.expressionpolicy",
    bound_to: bindings.length,
    expression: policy.expression,
  };
}
