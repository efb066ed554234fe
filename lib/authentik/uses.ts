import type { DeploymentUse } from "../fields/permissions";
import { resolved } from "../fields/resolved";
import type { EspoAuthentikIntegrationProps } from "../props";
import { isWritten } from "./scope-mappings";

/** What an integration takes permissions for. */
export function usesOf(given: EspoAuthentikIntegrationProps): ReadonlySet<DeploymentUse> {
  const { bindings, groups, provider } = resolved(given);
  const uses = new Set<DeploymentUse>(["integration"]);
  for (const { group, policy, user } of bindings) {
    uses.add("bindings");
    if (group !== undefined) uses.add("groups");
    if (user !== undefined) uses.add("users");
    if (policy !== undefined && "expression" in policy) uses.add("policies");
  }
  if (groups.length > 0) uses.add("groups").add("writtenGroups");
  if (provider.scopeMappings.some(isWritten) || provider.splitNames) uses.add("scopeMappings");
  return uses;
}
