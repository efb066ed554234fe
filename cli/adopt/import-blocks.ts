import { beside } from "../stacks/beside";
import type { Stack } from "../stacks/stack";
import type { Existing } from "./existing";

/**
 * Lets Terraform import what is there while something is done. The saved plan has the imports in it, so
 * nothing of it is needed later.
 */
export const withImports = <T>(
  stack: Stack,
  existing: readonly Existing[],
  work: () => Promise<T>,
): Promise<T> => {
  const blocks = existing.map(({ address, id }) => ({ to: address, id }));
  return beside(stack, "adopt.tf.json", { import: blocks }, work);
};
