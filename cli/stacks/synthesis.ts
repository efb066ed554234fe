import { rm } from "node:fs/promises";
import { join } from "node:path";
import { runChild } from "../run/child";
import { CommandFailure } from "../run/failure";
import type { Interruption } from "../run/interruption";
import { MANIFEST, readManifest } from "./manifest";
import type { Project } from "./project";
import type { Stack } from "./stack";

/**
 * Synthesizes the stacks of a project by running its program, as `cdktf synth` does.
 * @returns the stacks, by name
 * @throws {CommandFailure} with what the program said, where it fails or marks errors
 */
export async function synthesize(
  project: Project,
  environment: NodeJS.ProcessEnv,
  interruption: Interruption,
): Promise<readonly Stack[]> {
  const { app, context, folder, outdir } = project;
  await rm(join(outdir, MANIFEST), { force: true }); // Else the last one is taken for this one's.
  const ended = await runChild(app, [], {
    folder,
    shell: true,
    interruption,
    environment: {
      ...environment,
      CDKTF_OUTDIR: outdir,
      CDKTF_CONTEXT_JSON: JSON.stringify({
        ...context,
        ...(JSON.parse(environment["CDKTF_CONTEXT_JSON"] ?? "{}") as object),
      }),
      CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true",
      SYNTH_HCL_OUTPUT: "false",
    },
  });
  if (ended.code !== 0) {
    const said = withoutStackTrace(ended.stderr) || withoutStackTrace(ended.stdout);
    // With 2 a program ends that has told in its own words what is wrong in its configuration.
    if (ended.code === 2 && said !== "") throw new CommandFailure(said);
    throw new CommandFailure(`Synthesizing failed (${app}):\n${said || "It said nothing."}`);
  }
  const stacks = await readManifest(outdir);
  const errors = stacks.flatMap(({ annotations }) => annotations.filter(({ isError }) => isError));
  if (errors.length > 0) {
    throw new CommandFailure(errors.map(({ path, message }) => `[${path}] ${message}`).join("\n"));
  }
  return stacks;
}

/** What a person needs of a program's last words: not where in the code it stood. */
function withoutStackTrace(said: string): string {
  const kept = said
    .replace(/^.*:\d+\n(?:.*\n)?\s*\^+\n+/m, "")
    .split("\n")
    .filter((line) => !/^\s+at .+|^Node\.js v[\d.]+$/.test(line));
  return kept.join("\n").trim();
}
