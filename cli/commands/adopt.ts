import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { describing } from "../adopt/snippet";
import { adopted } from "../adopt/told";
import type { CommandContext } from "../run/context";
import { endingOf, exitCodeOf, summary } from "../run/ending";
import { CommandFailure } from "../run/failure";
import { runWork, type Work } from "../run/work";
import { styleFor } from "../run/style";
import { planAndReview, type Planner } from "../deploy/planned-stack";
import { Preflight } from "../preflight/preflight";
import { parseGates } from "../review/index";
import { rendered } from "../review/render/formats";
import { applicationOf, bindingsOf, clientOf } from "../servers/authentik/objects";
import { synthesizeChosen } from "../stacks/chosen";
import type { Stack } from "../stacks/stack";
import { Initialization } from "../terraform/initialization";
import { SavedPlans } from "../terraform/saved-plan";
import { Terraform } from "../terraform/terraform";
import { statedIn } from "../verify/stated";
import { gateOption } from "./gate-option";
import { authTokenOption, lockTimeoutOption, plansOption } from "./options";

interface AdoptOptions {
  readonly application?: string;
  readonly plans?: string;
  readonly dryRun?: true;
  readonly print?: true;
  readonly gate: readonly string[];
  readonly authToken: boolean;
  readonly lockTimeout?: string;
}

/** `espo-authentik adopt`: plans a stack over what authentik has of it already. */
export function adoptCommand(context: CommandContext): Command {
  return new Command("adopt")
    .description("plan a stack over what authentik has of it already, and import that")
    .argument("<stack>", "name of the stack")
    .addOption(
      new Option(
        "--application <slug>",
        "slug of the application that is there, where it is not the declared one",
      ),
    )
    .addOption(new Option("--dry-run", "show it, and keep no plan"))
    .addOption(
      new Option("--print", "only print the configuration that describes it, without any secret"),
    )
    .addOption(plansOption())
    .addOption(gateOption())
    .addOption(authTokenOption())
    .addOption(lockTimeoutOption())
    .addHelpText("after", HELP)
    .action((stack: string, options: AdoptOptions) =>
      runWork(context, (work) => adopt(work, stack, options)),
    );
}

const HELP = `
For what was set up by hand, and for what an apply left that was killed. It looks in authentik for the
application, its provider, its bindings and policies, plans their import, and shows the review: what is
declared otherwise than it is there is a change. Nothing is done before the plan is applied.

Exit code: as plan's.

Examples:
  $ espo-authentik adopt acme --print
  $ espo-authentik adopt acme
  $ espo-authentik adopt acme --application old-crm --dry-run
  $ espo-authentik apply acme`;

async function adopt(work: Work, name: string, options: AdoptOptions): Promise<number> {
  const { directory, environment, interruption, progress, stderr, stdout } = work;
  const { project, stacks } = await synthesizeChosen(work, { patterns: [name], all: false });
  const [stack, ...others] = stacks;
  if (stack === undefined || others.length > 0)
    throw new CommandFailure(
      `"${name}" names ${String(stacks.length)} stacks. Adopt one at a time.`,
    );
  if (options.application !== undefined && statedIn(stack).length > 1)
    throw new CommandFailure(
      `${stack.name} has several integrations: declare the slugs of their applications as they are in authentik, and leave --application out.`,
    );
  if (options.print) return print(work, stack, options.application);
  const terraform = await Terraform.find(environment, interruption);
  const preflight = new Preflight(work);
  const planner: Planner = {
    terraform,
    initialization: new Initialization(terraform, directory),
    plans: new SavedPlans(resolve(directory, options.plans ?? join(project.outdir, "plans"))),
    preflight,
    refresh: true,
    destroy: false,
    authToken: options.authToken,
    lockTimeout: options.lockTimeout,
    gates: { rules: options.gate, off: parseGates(options.gate) },
    adopt: {
      ...(options.application !== undefined && { slug: options.application }),
      keep: options.dryRun !== true,
      tell: (of, around) => {
        for (const line of adopted(around)) progress.say(`${of.name}: ${line}`);
      },
    },
  };
  progress.begin("Planning", 1);
  progress.start(stack.name);
  const planned = await planAndReview(stack, planner, work).finally(() => preflight.close());
  progress.finish(stack.name);
  progress.end();
  if (interruption.signal !== undefined) return 1;
  if (planned.kind === "failed") {
    progress.say(`${stack.name}: failed\n${planned.said.replace(/^(?=.)/gm, "  ")}`);
    return 1;
  }
  const { changes, review } = planned;
  stdout.write(
    rendered([review], "terminal", { style: styleFor(stdout, environment), maxLength: 60_000 }),
  );
  const endings = new Map([[stack.name, endingOf(review.verdict, changes)]]);
  stderr.write(`${summary(endings)}\n`);
  if (changes && options.dryRun !== true) {
    const plans = options.plans === undefined ? "" : ` --plans ${options.plans}`;
    stderr.write(
      `Nothing is done yet. The plan is saved, and holds secrets. To apply exactly it:\n  npx espo-authentik apply ${stack.name}${plans}\n`,
    );
  }
  return exitCodeOf(endings);
}

/** Prints the configuration that describes what is there: people put it into their file. */
async function print(work: Work, stack: Stack, slug: string | undefined): Promise<number> {
  const preflight = new Preflight(work);
  try {
    for (const declared of statedIn(stack)) {
      const { authentik } = preflight.directoryOf(declared);
      const wanted = slug ?? declared.slug;
      const application = await applicationOf(authentik, wanted);
      if (application === undefined) {
        throw new CommandFailure(
          `authentik has no application with the slug "${wanted}" that the token may view. Name the one that is there: --application SLUG`,
          1,
        );
      }
      const [client, bindings] = await Promise.all([
        application.provider === null ? undefined : clientOf(authentik, application.provider),
        bindingsOf(authentik, application.pk),
      ]);
      if (client === undefined) {
        throw new CommandFailure(
          `The application "${application.name}" (${wanted}) has no OAuth2/OpenID provider. Give it one in authentik, or name another application.`,
          1,
        );
      }
      work.stdout.write(await describing({ declared, application, client, bindings }, authentik));
    }
    return 0;
  } finally {
    await preflight.close();
  }
}
