import { replacementCause } from "./cause";
import { actionOf } from "./change";
import type { ResourceLine } from "./model";
import type { ResourceChange } from "./plan-json";
import { purposeOf } from "./purpose";
import { quoted, say } from "./text";

/**
 * What happens to one resource.
 * @param own the resources of the integrations
 */
export function resourceLine(
  change: ResourceChange,
  own: ReadonlySet<ResourceChange>,
): ResourceLine {
  const from = change.previous_address;
  const also = [
    from ? say`moved from ${quoted(from)}` : undefined,
    change.change.importing ? say`imported` : undefined,
    change.deposed ? say`left over from an earlier replacement` : undefined,
    replacementCause(change),
  ].find((words) => words !== undefined);
  const purpose = own.has(change) ? purposeOf(change) : undefined;
  return {
    address: quoted(change.address),
    action: actionOf(change),
    ...(also && { also }),
    ...(purpose !== undefined && { purpose }),
  };
}
