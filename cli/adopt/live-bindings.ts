import type { LiveBinding } from "../review/access/live-binding";
import type { Binding } from "../servers/authentik/objects";

/** A binding of authentik's as reviews judge bindings; undefined where it binds nothing. */
export function liveBinding(binding: Binding): LiveBinding | undefined {
  const { enabled, failure_result: failureResult, negate, order, pk } = binding;
  const common = { pk, enabled, failureResult, negate, order };
  const { group, group_obj, policy, policy_obj, user, user_obj } = binding;
  if (group) return { ...common, kind: "group", id: group, name: group_obj?.name ?? group };
  if (user) {
    const name = user_obj?.username ?? String(user);
    return { ...common, kind: "user", id: String(user), name };
  }
  if (!policy) return undefined;
  const says = /^\s*return (True|False)\s*$/.exec(policy_obj?.expression ?? "");
  const constant = says === null ? undefined : says[1] === "True";
  return { ...common, kind: "policy", id: policy, name: policy_obj?.name ?? policy, constant };
}
