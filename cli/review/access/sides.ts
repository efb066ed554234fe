import type { Access, Condition } from "./access";
import type { Undeclared } from "./live-binding";
import { isUnbound } from "./bound";
import { takenWith } from "./taken";
import { actionOf, after, before, isEmpty, UNKNOWN } from "../plan/change";
import type { Integration } from "../plan/integrations";
import { references, refers } from "../plan/references";
import type { Plan, ResourceChange } from "../plan/plan-json";

/** Who gets in before and after; `undefined` on the side where there is no application. */
export interface AccessSides {
  /** Now. */
  readonly before: Access | undefined;
  /** When the plan is applied. */
  readonly after: Access | undefined;
}

type Side = "before" | "after";

/**
 * Who gets in, as the plan's bindings say, and those that authentik has besides: no plan touches these.
 * @param undeclared bindings that Terraform does not know
 */
export function accessSides(
  integration: Integration,
  plan: Plan,
  undeclared?: Undeclared,
): AccessSides {
  const { application, provider } = integration;
  if (application === undefined) return { before: undefined, after: undefined };
  const gone = (change: ResourceChange | undefined) =>
    change !== undefined && actionOf(change) === "delete";
  const lasts = application.change.after || actionOf(application) === "forget";
  const others = undeclared?.kind === "seen" ? undeclared.bindings : [];
  const withOthers = ({ conditions, mode }: Access) => ({
    mode,
    conditions: [...conditions, ...others],
  });
  return {
    before: application.change.before ? withOthers(side(integration, plan, "before")) : undefined,
    after: lasts && !gone(provider) ? withOthers(side(integration, plan, "after")) : undefined,
  };
}

/** What Terraform forgets stays as it was. */
const at = (change: ResourceChange, when: Side): Side =>
  actionOf(change) === "forget" ? "before" : when;

const valueAt = (change: ResourceChange, when: Side, attribute: string): unknown =>
  (at(change, when) === "before" ? before : after)(change, attribute);

function side(integration: Integration, plan: Plan, when: Side): Access {
  const { application, bindings } = integration;
  const mode = application && valueAt(application, when, "policy_engine_mode");
  return {
    mode: mode === "all" ? "all" : "any",
    conditions: bindings.flatMap((binding) => condition(binding, integration, plan, when) ?? []),
  };
}

function condition(
  binding: ResourceChange,
  { application, policies }: Integration,
  plan: Plan,
  when: Side,
): Condition | undefined {
  const value = (attribute: string) => valueAt(binding, when, attribute);
  if (!binding.change[at(binding, when)] || application === undefined) return undefined;
  if (!bindsThen(binding, application, plan, when)) return undefined;
  if (when === "after" && takenWith(binding, plan)) return undefined;
  for (const kind of ["group", "user", "policy"] as const) {
    const id = value(kind);
    if (isUnbound(id)) continue;
    const policy =
      kind === "policy" ? policies.find((one) => isPolicy(one, id, binding, plan)) : undefined;
    return {
      kind,
      id: idOf(id, policy ?? referred(plan, binding, kind)),
      negate: value("negate") === true,
      enabled: value("enabled") !== false,
      order: numberOf(value("order")),
      failureResult: value("failure_result") === true,
      constant: policy && constantOf(policy, when),
    };
  }
  return undefined;
}

const isPolicy = (
  policy: ResourceChange,
  id: unknown,
  binding: ResourceChange,
  plan: Plan,
): boolean =>
  id === UNKNOWN
    ? references(plan, binding, "policy").includes(policy.address)
    : [policy.change.before?.["id"], policy.change.after?.["id"]].includes(id);

/** A binding may be moved from one application to another. */
function bindsThen(
  binding: ResourceChange,
  application: ResourceChange,
  plan: Plan,
  when: Side,
): boolean {
  const target = binding.change[at(binding, when)]?.["target"];
  const uuid = application.change[at(application, when)]?.["uuid"];
  if (isEmpty(target) || isEmpty(uuid)) return refers(plan, binding, "target", application);
  return target === uuid;
}

/** A new object has no id yet: its address stands in for it, before and after alike. */
function idOf(id: unknown, object: ResourceChange | string | undefined): string {
  const address = typeof object === "string" ? object : object?.address;
  if (address !== undefined && (id === UNKNOWN || typeof object === "object")) return address;
  return typeof id === "symbol" ? "?" : String(id);
}

/** Address of the object that an attribute of a binding refers to. */
export const referred = (plan: Plan, binding: ResourceChange, kind: string): string | undefined =>
  references(plan, binding, kind).find((address) => !/\.(id|pk)$/.test(address));

/** What an expression says whoever asks. */
function constantOf(change: ResourceChange, when: Side): boolean | undefined {
  const expression = change.change[at(change, when)]?.["expression"];
  const constant = typeof expression === "string" && /^\s*return (True|False)\s*$/.exec(expression);
  return constant ? constant[1] === "True" : undefined;
}

/** What is unknown has no place in an order. */
const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);
