/** What the project's folder holds, and the integrations that it is about. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CommandFailure } from "../run/failure";
import type { Work } from "../run/work";
import { readProject } from "../stacks/project";
import type { Declaration } from "../verify/declaration";
import { declarationsOf } from "../verify/declarations";
import type { Finding } from "./finding";

/** A look at the project's folder. */
export interface Project {
  /** What was found. */
  readonly findings: readonly Finding[];
  /** The integrations; none where they can't be read. */
  readonly declarations: readonly Declaration[];
}

/**
 * Looks at the project.
 * @param names integrations that are meant; all where there are none
 * @param config the configuration file, where a person named one
 */
export async function project(
  work: Work,
  names: readonly string[],
  config: string | undefined,
): Promise<Project> {
  const program = await programOf(work);
  try {
    const { declarations, removed } = await declarationsOf(work, names, config);
    const all = [...declarations.map(({ name }) => name), ...removed.map(goes)];
    const found = all.join(", ");
    return {
      findings: [program, { about: "Integrations", state: "ok", found }],
      declarations,
    };
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    const found = error.message;
    return {
      findings: [program, { about: "Integrations", state: "missing", found }],
      declarations: [],
    };
  }
}

const goes = (name: string): string => `${name} (removed)`;

async function programOf({ directory, environment }: Work): Promise<Finding> {
  const about = "Program";
  if (!existsSync(join(directory, "cdktf.json"))) {
    return {
      about,
      state: "missing",
      found: `there is no cdktf.json in ${directory}`,
      fix: "Go to the project's folder, or make a project: npx espo-authentik init",
    };
  }
  try {
    return { about, state: "ok", found: (await readProject(directory, environment)).app };
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    return { about, state: "missing", found: error.message };
  }
}
