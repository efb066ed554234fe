import { CommandFailure } from "../run/failure";
import { chooseStacks, type StackChoice } from "../stacks/choice";
import type { Stack } from "../stacks/stack";
import type { SavedPlans } from "../terraform/saved-plan";

/** Which saved plans are meant. */
export interface PlanChoice {
  /** Chooses among the stacks that the program has. */
  readonly choose: (stacks: readonly Stack[]) => readonly Stack[];
  /** Names with a plan of the last `plan` that the program has no stack for. */
  readonly gone: (stacks: readonly Stack[]) => readonly string[];
  /** Names with a plan that an earlier `plan` made: nobody asked for them. */
  readonly older: readonly string[];
}

/**
 * Says which saved plans are meant: those that are named, else those of the last `plan`.
 * @throws {CommandFailure} where there is no such plan
 */
export async function choosePlans(
  { all, patterns }: StackChoice,
  plans: SavedPlans,
): Promise<PlanChoice> {
  const saved = await plans.stacks();
  if (saved.length === 0) {
    throw new CommandFailure(
      `There is no saved plan in ${plans.folder}. Make one: espo-authentik plan`,
    );
  }
  if (patterns.length > 0 || all) {
    return {
      choose: (stacks) => {
        const lost = patterns.filter((name) => saved.includes(name) && !has(stacks, name));
        if (lost.length > 0) throw new CommandFailure(lost.map(goneStack).join("\n"));
        return chooseStacks(stacks, { all, patterns });
      },
      gone: () => [],
      older: [],
    };
  }
  const last = await plans.last();
  const meant = last === undefined ? saved : saved.filter((name) => last.includes(name));
  const older = saved.filter((name) => !meant.includes(name));
  if (meant.length === 0) {
    throw new CommandFailure(
      `The last \`plan\`${last?.length ? ` (of ${last.join(", ")})` : ""} left nothing to apply in ${plans.folder}.\n${olderPlans(older)}`,
    );
  }
  return {
    choose: (stacks) => stacks.filter(({ name }) => meant.includes(name)),
    gone: (stacks) => meant.filter((name) => !has(stacks, name)),
    older,
  };
}

const has = (stacks: readonly Stack[], name: string): boolean =>
  stacks.some((stack) => stack.name === name);

/** What is said of a plan whose stack the program has no more. */
export const goneStack = (name: string): string =>
  `${name}: not applied, as the program has no such stack any more. Bring it back, or throw its saved plan away: espo-authentik discard ${name}`;

/** What is said of plans that nobody asked for. */
export const olderPlans = (names: readonly string[]): string =>
  `Saved by an earlier \`plan\`, and not applied: ${names.join(", ")}. To apply: espo-authentik apply ${names.join(" ")}; to throw away: espo-authentik discard ${names.join(" ")}`;
