import { resolve } from "node:path";
import { Command, Option } from "commander";
import { applyPlans, type ReadyPlan } from "../deploy/applied-stacks";
import { choosePlans, goneStack, olderPlans } from "../deploy/chosen-plans";
import { confirm, isPersonThere } from "../run/confirmation";
import type { CommandContext } from "../run/context";
import { type Ending, exitCodeOf, summary } from "../run/ending";
import { CommandFailure } from "../run/failure";
import { gateOption, parseGates, refusingGates } from "../review/index";
import { rendered } from "../review/render/formats";
import { type Reader, readSavedPlan, type SavedStack } from "../deploy/saved-stack";
import { synthesizeChosen } from "../stacks/chosen";
import {
  allOption,
  configOption,
  authTokenOption,
  lockTimeoutOption,
  parallelismOption,
  plansOption,
  stackArgument,
} from "./options";
import { inOrder } from "../stacks/order";
import { savedPlansFolder } from "../stacks/project";
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
  readonly gate: readonly string[];
  readonly authToken: boolean;
  readonly lockTimeout?: string;
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
    .addOption(gateOption())
    .addOption(authTokenOption())
    .addOption(lockTimeoutOption())
    .addHelpText("after", HELP)
    .action((patterns: string[], options: ApplyOptions) =>
      runWork(context, (work) => apply(work, patterns, options)),
    );
}

const HELP = `
Without names, the plans that the last \`plan\` made; older ones are named, and \`discard\` throws them
away. A plan is refused where the configuration or the state has changed since it was made, or the
plan itself. It is reviewed once more: a gate that is to be off must be said here, too, as whoever can
write a saved plan must not be the one who switches gates off. What was applied is removed from the
saved plans. Stacks that work on one EspoCRM take turns: it has no locking.

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
  const gates = parseGates(options.gate);
  const terraform = await Terraform.findForStacks(environment, interruption);
  const folder = options.plans ?? (await savedPlansFolder(directory, environment));
  const plans = new SavedPlans(resolve(directory, folder));
  const choice = await choosePlans({ patterns, all: options.all ?? false }, plans);
  let gone: readonly string[] = [];
  const { stacks } = await synthesizeChosen(work, {
    config: options.config,
    choose: (all) => {
      gone = choice.gone(all);
      return choice.choose(all);
    },
  });
  for (const name of gone) stderr.write(`${goneStack(name)}\n`);
  if (choice.older.length > 0) stderr.write(`${olderPlans(choice.older)}\n`);
  const initialization = new Initialization(terraform, directory);
  const reader = { terraform, plans, gates, initialization, authToken: options.authToken };
  const found = await readAll(stacks, reader, options.parallelism, work);
  const ready = await permitted(found, options, work);
  const endings = new Map([
    ...gone.map((name) => [name, "failed"] as const),
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
  work: Work,
): Promise<readonly Found[]> {
  const { environment, interruption, progress, stdout } = work;
  const found: Found[] = [];
  progress.begin("Reading saved plans", stacks.length);
  await inOrder(
    stacks,
    async (stack) => {
      progress.start(stack.name);
      found.push({ stack, saved: await readSavedPlan(stack, reader, work) });
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
  const refused = ready.filter(isRefused);
  if (refused.length > 0) {
    const names = refused.map(({ stack }) => stack.name).join(", ");
    progress.say(
      allowRefused === undefined
        ? `${names}: not applied, as a gate refuses. Fix what it names, or give a reason: --allow-refused "…"`
        : `${names}: applied although a gate refuses. Reason: ${allowRefused}`,
    );
    if (allowRefused === undefined)
      for (const line of refused.flatMap(offOnlyWhenPlanned)) progress.say(line);
  }
  const allowed = allowRefused === undefined ? ready.filter((plan) => !isRefused(plan)) : ready;
  if (allowed.length === 0 || yes === true || !isPersonThere(stderr)) return allowed;
  const names = allowed.map(({ stack }) => stack.name).join(", ");
  const question = `Apply ${names}? (yes or no) `;
  if (await confirm(question, stderr, interruption)) return allowed;
  throw new CommandFailure("Nothing was applied.", 1);
}

/** What somebody switched off at `plan`, and not here. */
function offOnlyWhenPlanned({ record, review, stack }: Ready): readonly string[] {
  const refusing = refusingGates(review);
  const ids = refusing.filter((id) => record.gates.some((rule) => rule.startsWith(`${id}=off`)));
  return ids.map(
    (id) =>
      `${stack.name}: ${id} was off when the plan was made. Switch it off here, too, with the reason: --gate '${id}=off: …'`,
  );
}

const isRefused = ({ review }: Ready): boolean => review.verdict === "refused";

/** How a stack has ended whose plan is not applied. */
function endingUnapplied(saved: SavedStack): Ending {
  if (saved.kind === "nothing") return "nothing";
  return saved.kind === "ready" && saved.review.verdict === "refused" ? "refused" : "failed";
}
