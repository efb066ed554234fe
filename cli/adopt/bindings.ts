import { isUnbound } from "../review/access/bound";
import type { Integration } from "../review/plan/integrations";
import type { Plan, ResourceChange } from "../review/plan/plan-json";
import { refers } from "../review/plan/references";
import {
  type Binding,
  boundKind,
  boundName,
  type Group,
  type Policy,
} from "../servers/authentik/objects";
import type { Existing } from "./existing";
import { isMade } from "./wanted";

/** A policy of authentik's, and what the plan would make of the same name. */
export interface FoundPolicy {
  /** Terraform address of what the plan would make. */
  readonly address: string;
  /** What is there. */
  readonly policy: Policy;
}

/** A group of authentik's, and what the plan would make of the same name. */
export interface FoundGroup {
  /** Terraform address of what the plan would make. */
  readonly address: string;
  /** What is there. */
  readonly group: Group;
}

/** What authentik has of what bindings bind, by the Terraform addresses of what the plan would make. */
export interface FoundBound {
  /** Policies. */
  readonly policies: ReadonlyMap<string, FoundPolicy>;
  /** Groups. */
  readonly groups: ReadonlyMap<string, FoundGroup>;
}

/** Pairs the bindings that a plan would make with those that the application has, by what they bind. */
export function bindingsFor(
  plan: Plan,
  integration: Integration,
  live: readonly Binding[],
  found: FoundBound,
): readonly Existing[] {
  const { bindings } = integration;
  const known = new Set(bindings.map(({ change }) => change.before?.["id"]));
  const left = new Set(live.filter(({ pk }) => !known.has(pk)));
  return bindings.filter(isMade).flatMap((binding) => {
    const isSame = boundAs(plan, binding, integration, found);
    const order = binding.change.after?.["order"];
    const same = [...left].filter(isSame);
    const one = same.find((other) => other.order === order) ?? same[0];
    if (one === undefined) return [];
    left.delete(one);
    const { address } = binding;
    return [{ address, id: one.pk, what: `the binding of ${boundWords(one)}` }];
  });
}

/** Whether a binding of authentik's binds what a planned one binds. */
function boundAs(
  plan: Plan,
  planned: ResourceChange,
  { groups, policies }: Integration,
  found: FoundBound,
): (binding: Binding) => boolean {
  const { group, policy: bound, user } = planned.change.after ?? {};
  if (!isUnbound(group)) return (binding) => binding.group === group;
  if (!isUnbound(user)) return (binding) => binding.user === Number(user);
  if (!isUnbound(bound)) return (binding) => binding.policy === bound;
  const ownGroup = groups.find((one) => refers(plan, planned, "group", one));
  if (ownGroup !== undefined) {
    const pk = found.groups.get(ownGroup.address)?.group.pk;
    return (binding) => pk !== undefined && binding.group === pk;
  }
  const own = policies.find((policy) => refers(plan, planned, "policy", policy));
  const pk = own && found.policies.get(own.address)?.policy.pk;
  return (binding) => pk !== undefined && binding.policy === pk;
}

/** What a binding binds, as people say it. */
const boundWords = (binding: Binding): string =>
  `the ${boundKind(binding)} "${boundName(binding)}"`;
