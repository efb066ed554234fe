import { Beside } from "../stacks/beside";
import type { Stack } from "../stacks/stack";
import type { Existing } from "./existing";

const imports = new Beside("espo-authentik-adopt.tf.json");

/**
 * Lets Terraform import what is there while something is done. The saved plan has the imports in it, so
 * nothing of it is needed later.
 */
export const withImports = <T>(
  stack: Stack,
  existing: readonly Existing[],
  work: () => Promise<T>,
): Promise<T> =>
  imports.during(stack, { import: existing.map(({ address, id }) => ({ to: address, id })) }, work);

/** Removes what a command left that was killed while it planned imports. */
export const withoutImports = imports.remove;
