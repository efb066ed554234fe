import { chmod, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import type { Stack } from "../stacks/stack";

const localSchema = z.object({
  backend: z.object({ local: z.object({ path: z.string().default("terraform.tfstate") }) }),
});

/** The state and its last backup, where a stack keeps them in files; they hold secrets. */
function stateFiles({ folder, json }: Stack): readonly string[] {
  const found = localSchema.safeParse(json.terraform).data;
  if (found === undefined) return [];
  const file = resolve(folder, found.backend.local.path);
  return [file, `${file}.backup`];
}

/** Those of them that others on this machine can read. */
async function exposed(stack: Stack): Promise<readonly string[]> {
  if (process.platform === "win32") return []; // Modes say nothing there.
  const readable = await Promise.all(
    stateFiles(stack).map(async (file) => {
      const mode = await stat(file).then(
        (found) => found.mode,
        () => 0,
      );
      return (mode & 0o077) === 0 ? [] : [file];
    }),
  );
  return readable.flat();
}

/**
 * Says which files of a stack's state others on this machine can read.
 * @returns undefined where there is none
 */
export async function exposedState(stack: Stack): Promise<string | undefined> {
  const files = await exposed(stack);
  if (files.length === 0) return undefined;
  return `its state holds secrets, and others on this machine can read it: chmod 600 ${files.join(" ")}`;
}

/**
 * Gives the files of a stack's state to their owner alone.
 * @returns what is left to do, where that is not ours to do
 */
export async function guardState(stack: Stack): Promise<string | undefined> {
  for (const file of await exposed(stack)) await chmod(file, 0o600).catch(() => undefined);
  return exposedState(stack);
}
