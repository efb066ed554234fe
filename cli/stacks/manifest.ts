import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { CommandFailure } from "../run/failure";
import type { Stack } from "./stack";
import { readStackJson } from "./stack-json";

const manifestSchema = z.object({
  stacks: z.record(
    z.string(),
    z.object({
      name: z.string(),
      constructPath: z.string(),
      workingDirectory: z.string(),
      synthesizedStackPath: z.string(),
      dependencies: z.array(z.string()),
      annotations: z.array(
        z.object({ constructPath: z.string(), level: z.string(), message: z.string() }),
      ),
    }),
  ),
});

/** Name of CDKTF's list of stacks. */
export const MANIFEST = "manifest.json";

/**
 * Reads the stacks that a CDKTF program made.
 * @param outdir folder that it synthesized into, absolute
 * @returns the stacks, by name
 * @throws {CommandFailure} where there is no manifest, or none that can be read
 */
export async function readManifest(outdir: string): Promise<readonly Stack[]> {
  const file = join(outdir, MANIFEST);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) {
    throw new CommandFailure(
      `The program of cdktf.json made no ${file}. It must call app.synth(), and leave the output folder to CDKTF_OUTDIR.`,
    );
  }
  const { data, error } = manifestSchema.safeParse(JSON.parse(text));
  if (error) {
    throw new CommandFailure(
      `${file} is not as CDKTF 0.21 writes it:\n${z.prettifyError(error)}\nSynthesize with cdktf 0.21, or cdktn 0.24.`,
    );
  }
  const entries = Object.values(data.stacks);
  const names = new Map(entries.map(({ constructPath, name }) => [constructPath, name]));
  const stacks = entries.map(async (entry): Promise<Stack> => {
    const path = join(outdir, entry.synthesizedStackPath);
    return {
      name: entry.name,
      folder: join(outdir, entry.workingDirectory),
      file: path,
      json: await readStackJson(path),
      dependencies: entry.dependencies.map((path) => names.get(path) ?? path),
      annotations: entry.annotations.map(({ constructPath, level, message }) => ({
        isError: level === "@cdktf/error",
        path: constructPath,
        message,
      })),
    };
  });
  return (await Promise.all(stacks)).sort((a, b) => (a.name < b.name ? -1 : 1));
}
