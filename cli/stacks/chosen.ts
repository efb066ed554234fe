import type { Progress } from "../run/progress";
import { takeDown } from "../run/masking";
import { configuredBy, expectRead } from "./configured";
import type { Work } from "../run/work";
import { chooseStacks, type StackChoice } from "./choice";
import { type Project, readProject } from "./project";
import type { Stack } from "./stack";
import { synthesize } from "./synthesis";
import { sensitiveVariables } from "./variables";

/** The stacks that a command works on. */
export interface ChosenStacks {
  /** The project they are of. */
  readonly project: Project;
  /** The chosen stacks, by name. */
  readonly stacks: readonly Stack[];
}

/** Stacks that are chosen by what is known of all of them. */
export interface StacksChosenBy extends Pick<StackChoice, "config"> {
  /** Chooses. */
  readonly choose: (stacks: readonly Stack[]) => readonly Stack[];
}

/**
 * Synthesizes the project, shows the program's warnings, and chooses stacks.
 * @param choice what a person asked for, or what follows from the names of the stacks
 * @throws {CommandFailure} where that fails
 */
export async function synthesizeChosen(
  work: Work,
  choice: StackChoice | StacksChosenBy,
): Promise<ChosenStacks> {
  const { directory, interruption, progress, scrubber } = work;
  const environment = configuredBy(choice.config, work.environment);
  const project = await readProject(directory, environment);
  progress.begin("Synthesizing", 1);
  const all = await synthesize(project, environment, interruption);
  if (choice.config !== undefined) expectRead(choice.config, all, project, environment);
  const stacks = "choose" in choice ? choice.choose(all) : chooseStacks(all, choice);
  progress.end();
  warn(stacks, progress);
  for (const name of stacks.flatMap(sensitiveVariables)) {
    takeDown(environment[`TF_VAR_${name}`] ?? "", scrubber);
  }
  return { project, stacks };
}

function warn(stacks: readonly Stack[], progress: Progress): void {
  const warnings = stacks.flatMap(({ annotations }) =>
    annotations.map(({ message, path }) => `Warning: [${path}] ${message}`),
  );
  for (const warning of new Set(warnings)) progress.say(warning);
}
