import { replacementCause } from "../plan/replacement-cause";
import { actionOf } from "../plan/change";
import type { ResourceLine } from "../model";
import type { ResourceChange } from "../plan/plan-json";
import { quoted, say } from "./text";

/**
 * What happens to one resource.
 * @param purpose what it is there for, where its type does not say it
 */
export function resourceLine(change: ResourceChange, purpose: string | undefined): ResourceLine {
  const from = change.previous_address;
  const also = [
    from ? say`moved from ${quoted(from)}` : undefined,
    change.change.importing ? say`imported` : undefined,
    change.deposed ? say`left over from an earlier replacement` : undefined,
    replacementCause(change),
  ].find((words) => words !== undefined);
  return {
    address: quoted(change.address),
    action: actionOf(change),
    ...(also && { also }),
    ...(purpose !== undefined && { purpose }),
  };
}
