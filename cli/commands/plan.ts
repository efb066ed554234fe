import { join, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { CommandContext } from "../run/context";
import { type Ending, endingOf, exitCodeOf, summary } from "../run/ending";
import { failedReview } from "../review/failed-review";
import { planAndReview, type PlannedStack, type Planner } from "../deploy/planned-stack";
import { FORMATS, type Format, rendered } from "../review/render/formats";
import { gateOption, parseGates } from "../review/index";
import { synthesizeChosen } from "../stacks/chosen";
import {
  allOption,
  configOption,
  authTokenOption,
  lockTimeoutOption,
  parallelismOption,
  plansOption,
  positive,
  stackArgument,
} from "./options";
import { Preflight } from "../preflight/preflight";
import { inOrder } from "../stacks/order";
import type { Stack } from "../stacks/stack";
import { styleFor } from "../run/style";
import { Initialization } from "../terraform/initialization";
import { SavedPlans } from "../terraform/saved-plan";
import { Terraform } from "../terraform/terraform";
import { runWork, type Work } from "../run/work";

interface PlanOptions {
  readonly all?: true;
  readonly config?: string;
  readonly plans?: string;
  readonly out?: string;
  readonly parallelism: number;
  readonly format: Format;
  readonly json?: true;
  readonly environment?: string;
  readonly link?: string;
  readonly maxLength: number;
  readonly destroy?: true;
  readonly gate: readonly string[];
  readonly authToken: boolean;
  readonly lockTimeout?: string;
  readonly preflight: boolean;
  readonly refresh: boolean;
}

/** `espo-authentik plan`: plans stacks, keeps the plans for `apply`, and shows their review. */
export function planCommand(context: CommandContext): Command {
  return new Command("plan")
    .description("plan stacks, several at once; keep the plans for apply, and show their review")
    .addArgument(stackArgument())
    .addOption(allOption())
    .addOption(configOption())
    .addOption(plansOption())
    .addOption(new Option("--out <folder>", "what --plans was called before").hideHelp())
    .addOption(parallelismOption())
    .addOption(
      new Option("--format <format>", "form of the review").choices(FORMATS).default("terminal"),
    )
    .addOption(new Option("--json", "the same as --format json"))
    .addOption(new Option("--environment <name>", "environment, for the review's title and marker"))
    .addOption(new Option("--link <url>", "where the run is, for the review").argParser(webAddress))
    .addOption(
      new Option("--max-length <characters>", "longest Markdown")
        .argParser(positive)
        .default(60_000),
    )
    .addOption(new Option("--destroy", "plan the end of the stacks"))
    .addOption(gateOption())
    .addOption(authTokenOption())
    .addOption(lockTimeoutOption())
    .addOption(
      new Option("--no-preflight", "ask Terraform at once, without a look at the servers before"),
    )
    .addOption(
      new Option(
        "--no-refresh",
        "compare with Terraform's state alone: takes no credentials of EspoCRM; the plan is shown, and not kept",
      ),
    )
    .addHelpText("after", HELP)
    .action((patterns: string[], options: PlanOptions) =>
      runWork(context, (work) => plan(work, patterns, options)),
    );
}

const HELP = `
The administrator's credentials of EspoCRM and authentik's API token come from the environment, as
Terraform variables: TF_VAR_espocrm_username, TF_VAR_espocrm_password, TF_VAR_authentik_token.
EspoCRM's password is used for one log-in; Terraform gets the auth token of that session, which ends
with the command. Where EspoCRM lets each user have one session only (authTokenPreventConcurrent), that
ends a session of the same user's elsewhere: give Terraform a user of its own.

Exit code: 0 nothing to do, 2 changes, 1 an error (a wrong call or configuration, too), 3 a gate
refuses. Of several stacks the worst counts: 1, then 3, then 2.

Examples:
  $ espo-authentik plan acme
  $ espo-authentik plan --all --plans plans --format markdown > review.md
  $ espo-authentik plan acme --destroy`;

async function plan(
  work: Work,
  patterns: readonly string[],
  options: PlanOptions,
): Promise<number> {
  const { directory, environment, interruption, stderr } = work;
  const folder = options.plans ?? options.out;
  if (options.out !== undefined) stderr.write("Warning: --out is called --plans now.\n");
  const gates = { rules: options.gate, off: parseGates(options.gate) };
  const terraform = await Terraform.findForStacks(environment, interruption);
  const { project, stacks } = await synthesizeChosen(work, {
    patterns,
    all: options.all ?? false,
    config: options.config,
  });
  const preflight = options.preflight && options.refresh ? new Preflight(work) : undefined;
  const planner: Planner = {
    terraform,
    initialization: new Initialization(terraform, directory),
    plans: new SavedPlans(resolve(directory, folder ?? join(project.outdir, "plans"))),
    refresh: options.refresh,
    destroy: options.destroy ?? false,
    authToken: options.authToken,
    lockTimeout: options.lockTimeout,
    gates,
    ...(preflight && { preflight }),
    ...(options.environment !== undefined && { environment: options.environment }),
  };
  await planner.plans.begin(stacks.map(({ name }) => name));
  const planned = await planAll(stacks, planner, options.parallelism, work).finally(() =>
    preflight?.close(),
  );
  if (interruption.signal !== undefined) return 1;
  const endings = conclude(planned, options, work);
  if (options.refresh && [...endings.values()].includes("changes")) {
    const plans = folder === undefined ? "" : ` --plans ${folder}`;
    stderr.write(
      `The plans are saved, and hold secrets. To apply exactly them:\n  npx espo-authentik apply${plans}\n`,
    );
  }
  return exitCodeOf(endings);
}

async function planAll(
  stacks: readonly Stack[],
  planner: Planner,
  parallelism: number,
  work: Work,
): Promise<ReadonlyMap<string, PlannedStack>> {
  const { interruption, progress } = work;
  const planned = new Map<string, PlannedStack>();
  const told = new Map<string, string>();
  progress.begin("Planning", stacks.length);
  await inOrder(
    stacks,
    async (stack) => {
      progress.start(stack.name);
      const result = await planAndReview(stack, planner, work);
      const time = progress.finish(stack.name);
      if (interruption.signal !== undefined) return;
      planned.set(stack.name, result);
      if (result.kind === "reviewed") progress.say(`${stack.name}: planned (${time})`);
      else {
        const first = told.get(result.said);
        const why = first === undefined ? `\n${indented(result.said)}` : ` as ${first} did`;
        progress.say(`${stack.name}: failed (${time})${why}`);
        if (first === undefined) told.set(result.said, stack.name);
      }
    },
    { parallelism, succeeded: () => true, stopped: () => interruption.signal !== undefined },
  );
  progress.end();
  return planned;
}

function conclude(
  planned: ReadonlyMap<string, PlannedStack>,
  options: PlanOptions,
  { environment, stderr, stdout }: Work,
): ReadonlyMap<string, Ending> {
  const format = options.json ? "json" : options.format;
  const sorted = [...planned].sort(([a], [b]) => (a < b ? -1 : 1));
  const reviews = sorted.flatMap(([name, of]) => {
    if (of.kind === "reviewed") return [of.review];
    return format === "terminal" ? [] : [failedReview(name, of.said, options.environment)]; // A terminal shows it already.
  });
  if (reviews.length > 0) {
    stdout.write(rendered(reviews, format, { ...options, style: styleFor(stdout, environment) }));
  }
  const endings = new Map(
    sorted.map(([name, of]): [string, Ending] => [
      name,
      of.kind === "failed" ? "failed" : endingOf(of.review.verdict, of.changes),
    ]),
  );
  stderr.write(`${summary(endings)}\n`);
  return endings;
}

function webAddress(value: string): string {
  if (/^https?:\/\/\S+$/.test(value)) return value;
  throw new InvalidArgumentError("It begins with https://.");
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, "  ");
