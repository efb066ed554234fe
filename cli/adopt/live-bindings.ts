import type { LiveBinding } from "../review/access/live-binding";
import { type Binding, boundName } from "../servers/authentik/objects";

/** A binding of authentik's as reviews judge bindings; undefined where it binds nothing. */
export function liveBinding(binding: Binding): LiveBinding | undefined {
  const { enabled, failure_result: failureResult, negate, order, pk } = binding;
  const common = { pk, enabled, failureResult, negate, order };
  const { group, policy, policy_obj, user } = binding;
  const name = boundName(binding);
  if (group) return { ...common, kind: "group", id: group, name };
  if (user) return { ...common, kind: "user", id: String(user), name };
  if (!policy) return undefined;
  const says = /^\s*return (True|False)\s*$/.exec(policy_obj?.expression ?? "");
  const constant = says === null ? undefined : says[1] === "True";
  return { ...common, kind: "policy", id: policy, name, constant };
}
