import { randomUUID } from "node:crypto";
import type { ReleaseTraits } from "../release";
import type { AuthentikState } from "../state/authentik-state";
import { isUuid } from "../state/identifiers";
import type { PolicyBinding } from "../state/models";
import { brokenDown, InvalidValue, invalidObject } from "./errors";
import { representPolicy } from "./expression-policies";
import { optional, required, type Kind } from "./fields";
import * as kind from "./kinds";
import { groupSummary, userSummary } from "./nested";
import type { Route } from "./route";
import { viewSetRoutes } from "./viewset";

const INT32 = 2 ** 31;

/** Access by policy, user or group; entitlements know no policies. */
const SUBJECTS = ["group", "policy", "user"] as const;
const ENTITLEMENT_SUBJECTS = ["group", "user"] as const;

const DEFAULTS = {
  policy: null,
  group: null,
  user: null,
  negate: false,
  enabled: true,
  timeout: 30,
  failure_result: false,
} satisfies Partial<PolicyBinding>;

function fields(state: AuthentikState) {
  return {
    target: required(target(state)),
    policy: optional(kind.nullable(kind.reference(state.policies, kind.uuid))),
    group: optional(kind.nullable(kind.reference(state.groups, kind.uuid))),
    user: optional(kind.nullable(kind.reference(state.users, kind.number))),
    negate: optional(kind.boolean),
    enabled: optional(kind.boolean),
    order: required(kind.integer(-INT32, INT32 - 1)),
    timeout: optional(kind.integer(0, INT32 - 1)),
    failure_result: optional(kind.boolean),
  };
}

/** Whatever bindings can be about: applications, entitlements, flows. */
function target(state: AuthentikState): Kind<string> {
  return (value) => {
    const pk = kind.uuid(value);
    const tables = [state.applications, state.entitlements, state.flows];
    if (tables.some((table) => table.has(pk))) return pk;
    throw new InvalidValue([`Invalid pk "${pk}" - object does not exist.`]);
  };
}

/** `/policies/bindings/`: who may use what. */
export function policyBindingRoutes(state: AuthentikState, traits: ReleaseTraits): Route[] {
  return viewSetRoutes({
    path: "policies/bindings",
    app: "authentik_policies",
    model: "PolicyBinding",
    rows: () => state.bindings.values(),
    find: (id) => (isUuid(id) ? state.bindings.get(id) : null),
    ordering: ["target", "order"],
    search: ["pk"],
    filters: {
      target: (binding, [wanted]) => binding.target === wanted,
      target_in: (binding, wanted) => wanted.includes(binding.target),
      policy: (binding, [policy]) => binding.policy === policy,
      policy__isnull: (binding, [isNull]) => String(binding.policy === null) === isNull,
      enabled: (binding, [enabled]) => String(binding.enabled) === enabled,
      order: (binding, [order]) => String(binding.order) === order,
      timeout: (binding, [timeout]) => String(binding.timeout) === timeout,
    },
    represent: (binding) => represent(state, traits, binding),
    writes: {
      fields: fields(state),
      validate: (written, row) => {
        if (written.target === undefined) throw brokenDown();
        oneSubject(state, written, written.target);
        uniqueTogether(state, { ...row, ...written }, row);
      },
      create: (written) => {
        const binding = { ...DEFAULTS, ...written, pk: randomUUID() };
        state.bindings.set(binding.pk, binding);
        return binding;
      },
      destroy: ({ pk }) => state.bindings.delete(pk),
    },
  });
}

/** Counts what this request writes, not what the binding has: a PUT must name its subject again. */
function oneSubject(state: AuthentikState, written: Partial<PolicyBinding>, target: string): void {
  const supported = state.entitlements.has(target) ? ENTITLEMENT_SUBJECTS : SUBJECTS;
  const names = supported.map((subject) => `'${subject}'`).join(", ");
  const count = supported.filter((subject) => written[subject]).length;
  if (count > 1) throw invalidObject(`Only one of ${names} can be set.`);
  if (count < 1) throw invalidObject(`One of ${names} must be set.`);
}

function uniqueTogether(
  state: AuthentikState,
  { target, policy, order }: Partial<PolicyBinding>,
  row: PolicyBinding | undefined,
): void {
  if (policy === null || policy === undefined) return;
  for (const other of state.bindings.values()) {
    if (other === row || other.policy !== policy) continue;
    if (other.target === target && other.order === order) {
      throw invalidObject("The fields policy, target, order must make a unique set.");
    }
  }
}

function represent(state: AuthentikState, traits: ReleaseTraits, binding: PolicyBinding): object {
  const policy = state.policies.get(binding.policy ?? "");
  const group = state.groups.get(binding.group ?? "");
  const user = state.users.get(binding.user ?? 0);
  return {
    ...binding,
    ...(traits.answersOfAugust && { expires: null, expiring: false }),
    policy_obj: policy ? representPolicy(state, policy) : null,
    group_obj: group ? groupSummary(group) : null,
    user_obj: user ? userSummary(state, user) : null,
  };
}
