import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { applyPlans, type ReadyPlan } from "../deploy/applied-stacks";
import { confirm, isPersonThere } from "../run/confirmation";
import type { CommandContext } from "../run/context";
import { type Ending, exitCodeOf, summary } from "../run/ending";
import { CommandFailure } from "../run/failure";
import { rendered } from "../review/render/formats";
import { type Reader, readSavedPlan, type SavedStack } from "../deploy/saved-stack";
import { synthesizeChosen } from "../stacks/chosen";
import {
  allOption,
  configOption,
  authTokenOption,
  parallelismOption,
  plansOption,
  stackArgument,
} from "./options";
import { inOrder } from "../stacks/order";
import { readProject } from "../stacks/project";
import type { Stack } from "../stacks/stack";
import { styleFor } from "../run/style";
import { Initialization } from "../terraform/initialization";
import { SavedPlans } from "../terraform/saved-plan";
import { Terraform } from "../terraform/terraform";
import { runWork, type Work } from "../run/work";

interface ApplyOptions {
  readonly all?: true;
  readonly config?: string;
  readonly plans?: string;
  readonly parallelism: number;
  readonly yes?: true;
  readonly allowRefused?: string;
  readonly authToken: boolean;
}

interface Found {
  readonly stack: Stack;
  readonly saved: SavedStack;
}

type Ready = Extract<SavedStack, { kind: "ready" }> & ReadyPlan;

/** `espo-authentik apply`: applies the plans that `plan` saved, exactly. */
export function applyCommand(context: CommandContext): Command {
  return new Command("apply")
    .description("apply exactly the plans that were saved and reviewed")
    .addArgument(stackArgument())
    .addOption(allOption())
    .addOption(configOption())
    .addOption(plansOption())
    .addOption(parallelismOption())
    .addOption(new Option("--yes", "do not ask, where a person sits at a terminal"))
    .addOption(
      new Option("--allow-refused <reason>", "apply what a gate refuses as well, for this reason"),
    )
    .addOption(authTokenOption())
    .addHelpText("after", HELP)
    .action((patterns: string[], options: ApplyOptions) =>
      runWork(context, (work) => apply(work, patterns, options)),
    );
}

const HELP = `
Without names, every stack that has a saved plan. A plan is refused where the configuration or the
state has changed since it was made, or the plan itself. What was applied is removed from the saved
plans. Stacks that work on one EspoCRM take turns: it has no locking.

Exit code: 0 all is applied, 1 an error, 3 a gate refuses, 2 a wrong call or configuration.

Examples:
  $ espo-authentik apply acme
  $ espo-authentik apply --all --plans plans --yes
  $ espo-authentik apply acme --allow-refused "acme moves to another authentik tonight"`;

async function apply(
  work: Work,
  patterns: readonly string[],
  options: ApplyOptions,
): Promise<number> {
  const { directory, environment, interruption, stderr } = work;
  const terraform = await Terraform.findForStacks(environment, interruption);
  const { outdir } = await readProject(directory, environment);
  const plans = new SavedPlans(resolve(directory, options.plans ?? join(outdir, "plans")));
  const saved = await plans.stacks();
  if (saved.length === 0) {
    throw new CommandFailure(
      `There is no saved plan in ${plans.folder}. Make one: espo-authentik plan`,
    );
  }
  const { stacks } = await synthesizeChosen(work, {
    patterns: patterns.length > 0 || options.all ? patterns : saved,
    all: options.all ?? false,
    config: options.config,
  });
  const reader = { terraform, plans, initialization: new Initialization(terraform) };
  const found = await readAll(stacks, reader, options.parallelism, work);
  const ready = await permitted(found, options, work);
  const endings = new Map([
    ...found.map(({ saved, stack }) => [stack.name, endingUnapplied(saved)] as const),
    ...(await applyPlans(ready, { ...options, ...reader }, work)),
  ]);
  if (interruption.signal === undefined) stderr.write(`${summary(endings)}\n`);
  return exitCodeOf(endings);
}

async function readAll(
  stacks: readonly Stack[],
  reader: Reader,
  parallelism: number,
  { environment, interruption, progress, stdout }: Work,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  progress.begin("Reading saved plans", stacks.length);
  await inOrder(
    stacks,
    async (stack) => {
      progress.start(stack.name);
      found.push({ stack, saved: await readSavedPlan(stack, reader) });
      progress.finish(stack.name);
    },
    { parallelism, succeeded: () => true, stopped: () => interruption.signal !== undefined },
  );
  progress.end();
  const sorted = found.sort((a, b) => (a.stack.name < b.stack.name ? -1 : 1));
  for (const { saved, stack } of sorted) {
    if (saved.kind === "unusable") progress.say(`${stack.name}: ${saved.why}`);
  }
  const reviews = sorted.flatMap(({ saved }) => (saved.kind === "ready" ? [saved.review] : []));
  if (reviews.length > 0) {
    stdout.write(rendered(reviews, "terminal", { style: styleFor(stdout, environment) }));
  }
  return sorted;
}

/** The plans that gates and the person at the terminal let through. */
async function permitted(
  found: readonly Found[],
  { allowRefused, yes }: ApplyOptions,
  { interruption, progress, stderr }: Work,
): Promise<readonly Ready[]> {
  const ready = found.flatMap(({ saved, stack }) =>
    saved.kind === "ready" ? [{ stack, ...saved }] : [],
  );
  const refused = ready.filter(isRefused).map(({ stack }) => stack.name);
  if (refused.length > 0) {
    const names = refused.join(", ");
    progress.say(
      allowRefused === undefined
        ? `${names}: not applied, as a gate refuses. Mend what it names, or give a reason: --allow-refused "…"`
        : `${names}: applied although a gate refuses. Reason: ${allowRefused}`,
    );
  }
  const allowed = allowRefused === undefined ? ready.filter((plan) => !isRefused(plan)) : ready;
  if (allowed.length === 0 || yes === true || !isPersonThere(stderr)) return allowed;
  const names = allowed.map(({ stack }) => stack.name).join(", ");
  const question = `Apply ${names}? (yes or no) `;
  if (await confirm(question, stderr, interruption)) return allowed;
  throw new CommandFailure("Nothing was applied.", 1);
}

const isRefused = ({ review }: Ready): boolean => review.verdict === "refused";

/** How a stack has ended whose plan is not applied. */
function endingUnapplied(saved: SavedStack): Ending {
  if (saved.kind === "nothing") return "nothing";
  return saved.kind === "ready" && saved.review.verdict === "refused" ? "refused" : "failed";
}
