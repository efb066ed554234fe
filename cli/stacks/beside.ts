import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "./stack";

/** What our own files beside a stack's begin with. */
const OURS = "espo-authentik-";

/**
 * Has a file stand beside a stack's own JSON while something is done, and no longer.
 * @param name of the file, without what all of ours begin with; Terraform reads what ends in `.tf.json`
 */
export async function beside<T>(
  { folder }: Stack,
  name: `${string}.tf.json`,
  content: object,
  work: () => Promise<T>,
): Promise<T> {
  const file = join(folder, OURS + name);
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** Removes what commands left that were killed meanwhile. */
export async function removeLeft({ folder }: Stack): Promise<void> {
  const files = await readdir(folder);
  const left = files.filter((name) => name.startsWith(OURS) && name.endsWith(".tf.json"));
  for (const name of left) await rm(join(folder, name), { force: true });
}
