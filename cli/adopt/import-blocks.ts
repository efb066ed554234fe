import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "../stacks/stack";
import type { Existing } from "./existing";

/** Stands beside the stack's own JSON while a plan with imports is made, and no longer. */
const FILE = "espo-authentik-adopt.tf.json";

/**
 * Lets Terraform import what is there while something is done. The saved plan has the imports in it, so
 * nothing of it is needed later.
 */
export async function withImports<T>(
  { folder }: Stack,
  existing: readonly Existing[],
  work: () => Promise<T>,
): Promise<T> {
  const blocks = existing.map(({ address, id }) => ({ to: address, id }));
  await writeFile(join(folder, FILE), `${JSON.stringify({ import: blocks }, null, 2)}\n`);
  try {
    return await work();
  } finally {
    await rm(join(folder, FILE), { force: true });
  }
}

/** Removes what a command left that was killed while it planned imports. */
export const withoutImports = ({ folder }: Stack): Promise<void> =>
  rm(join(folder, FILE), { force: true });
