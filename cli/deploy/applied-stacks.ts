import type { Ending } from "../run/ending";
import { espocrmsOf } from "../servers/espocrm/synthesized";
import { credentialVariables } from "./planned-stack";
import { inOrder } from "../stacks/order";
import type { Stack } from "../stacks/stack";
import { applyPlan } from "../terraform/applying";
import { guardState } from "../terraform/local-state";
import type { PlanRecord, SavedPlans } from "../terraform/saved-plan";
import type { Terraform } from "../terraform/terraform";
import type { Work } from "../run/work";

/** A saved plan that may be applied. */
export interface ReadyPlan {
  /** Whose it is. */
  readonly stack: Stack;
  /** What is known of it. */
  readonly record: PlanRecord;
}

/** How plans are applied. */
export interface Applying {
  readonly terraform: Terraform;
  /** Where the plans are; those that were applied are removed. */
  readonly plans: SavedPlans;
  /** Stacks at once. */
  readonly parallelism: number;
  /** Whether Terraform gets auth tokens in passwords' place. */
  readonly authToken: boolean;
  /** How long to wait for a lock of the state, as Terraform takes it. @default - not at all */
  readonly lockTimeout?: string | undefined;
}

/**
 * Applies saved plans, several at once, each after those of the stacks that it needs.
 * @returns how each ended; without those that an interruption kept from beginning
 */
export async function applyPlans(
  ready: readonly ReadyPlan[],
  { authToken, lockTimeout, parallelism, plans, terraform }: Applying,
  work: Work,
): Promise<ReadonlyMap<string, Ending>> {
  if (ready.length === 0) return new Map();
  const { interruption, progress } = work;
  const records = new Map(ready.map(({ record, stack }) => [stack.name, record]));
  const stacks = ready.map(({ stack }) => stack);
  const held = espocrmsInUse(stacks, work);
  const applyOne = async (stack: Stack): Promise<Ending> => {
    const say = (line: string): void => progress.say(`${stack.name}: ${line}`);
    progress.start(stack.name);
    try {
      const variables = await credentialVariables(stack, authToken, work);
      const file = plans.file(stack.name);
      const options = { file, variables, lockTimeout, onResource: say };
      const outcome = await applyPlan(terraform, stack, options);
      const left = await guardState(stack);
      const time = progress.finish(stack.name);
      if (left !== undefined) say(`warning: ${left}`);
      say(outcome.kind === "applied" ? `applied (${time})` : `failed (${time})\n${outcome.said}`);
      if (outcome.kind === "failed") {
        if (interruption.signal === undefined) say(goingOn(stack, records.get(stack.name)));
        return "failed";
      }
      for (const warning of outcome.warnings) say(`warning: ${warning}`);
      await plans.remove(stack.name);
      return "applied";
    } catch (error) {
      say(`failed (${progress.finish(stack.name)})\n${(error as Error).message}`);
      return "failed";
    }
  };
  progress.begin("Applying", stacks.length);
  const turns = await inOrder(stacks, applyOne, {
    parallelism,
    before: ({ dependencies, name }) =>
      records.get(name)?.destroy === true
        ? stacks.filter((other) => other.dependencies.includes(name)).map((other) => other.name)
        : dependencies,
    exclusive: ({ name }) => held.get(name) ?? [],
    succeeded: (ending) => ending === "applied",
    stopped: () => interruption.signal !== undefined,
  });
  progress.end();
  return new Map(
    [...turns].map(([name, turn]): [string, Ending] => {
      if (turn.kind === "done") return [name, turn.result];
      progress.say(`${name}: not applied, as ${turn.because} failed before it`);
      return [name, "failed"];
    }),
  );
}

/** What was done is done: the next plan has what is left, and finds what Terraform did not take down. */
const goingOn = ({ name }: Stack, record: PlanRecord | undefined): string =>
  `to see what is left: npx espo-authentik plan ${name}${record?.destroy === true ? " --destroy" : ""}`;

/** EspoCRM has no locking: stacks that write to the same one take turns. */
const espocrmsInUse = (
  stacks: readonly Stack[],
  { environment }: Work,
): ReadonlyMap<string, readonly string[]> =>
  new Map(
    stacks.map((stack) => [
      stack.name,
      espocrmsOf(stack, environment).map((of) =>
        of.kind === "reachable" ? of.access.uri : "unknown",
      ),
    ]),
  );
