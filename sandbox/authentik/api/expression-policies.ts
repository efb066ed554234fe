import { randomUUID } from "node:crypto";
import type { AuthentikState } from "../state/authentik-state";
import { deletePolicy } from "../state/deletion";
import { isUuid } from "../state/identifiers";
import { optional, required } from "./fields";
import * as kind from "./kinds";
import { policySummary } from "./nested";
import type { Route } from "./route";
import { python } from "./text-rules";
import { viewSetRoutes } from "./viewset";

/** `/policies/expression/`: policies written in Python. */
export function expressionPolicyRoutes(state: AuthentikState): Route[] {
  return viewSetRoutes({
    path: "policies/expression",
    model: "ExpressionPolicy",
    rows: () => state.policies.values(),
    find: (id) => (isUuid(id) ? state.policies.get(id) : null),
    ordering: ["name"],
    search: ["name"],
    filters: { name: (policy, [name]) => policy.name === name },
    represent: (policy) => ({
      ...policySummary(state, policy),
      expression: policy.expression,
    }),
    writes: {
      fields: {
        name: required(kind.text()),
        execution_logging: optional(kind.boolean),
        expression: required(kind.text({ rules: [python] })),
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
