import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { CommandFailure } from "../run/failure";

const projectSchema = z.object({
  app: z.string(),
  output: z.string().optional(),
  context: z.record(z.string(), z.unknown()).optional(),
});

/** A CDKTF project: what its `cdktf.json` says. */
export interface Project {
  /** Its folder, absolute. */
  readonly folder: string;
  /** Command line that synthesizes. */
  readonly app: string;
  /** Folder that is synthesized into, absolute. */
  readonly outdir: string;
  /** Values that the program's constructs may ask for. */
  readonly context: Readonly<Record<string, unknown>>;
}

/**
 * Reads the project in a folder.
 * @throws {CommandFailure} where there is no usable `cdktf.json`
 */
export async function readProject(
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Project> {
  const file = join(folder, "cdktf.json");
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) {
    throw new CommandFailure(
      `There is no ${file}. Run the command in the folder of the CDKTF project.`,
    );
  }
  const { data, error } = projectSchema.safeParse(parse(file, text));
  if (error) throw new CommandFailure(`${file}:\n${z.prettifyError(error)}`);
  const outdir = environment["CDKTF_OUTDIR"] || data.output || "cdktf.out";
  return { folder, app: data.app, outdir: resolve(folder, outdir), context: data.context ?? {} };
}

/** The folder of saved plans where nobody names one: absolute. */
export const savedPlansFolder = async (
  directory: string,
  environment: NodeJS.ProcessEnv,
): Promise<string> => join((await readProject(directory, environment)).outdir, "plans");

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandFailure(`${file} is no JSON: ${(error as Error).message}`);
  }
}
