import type { DriftRow } from "../model";
import { joined, quoted, say, type Text } from "./text";

/**
 * Where drift of EspoCRM's settings comes from that is there again after each restart. No plan remembers
 * the one before it, so this is said the first time.
 */
export function driftSource(drift: readonly DriftRow[]): Text | undefined {
  const variables = drift.flatMap(({ variable }) => (variable === undefined ? [] : [variable]));
  if (variables.length === 0) return undefined;
  const names = joined(
    variables.map((name) => say`${quoted(name)}`),
    ", ",
    " and ",
  );
  return say`If it comes back whenever EspoCRM's container starts: its Docker image writes ${names} of its environment there. Take ${variables.length === 1 ? "that" : "those"} out of it (docs/espocrm.md).`;
}
