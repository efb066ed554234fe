import { resolve } from "node:path";
import { Command } from "commander";
import type { CommandContext } from "../run/context";
import { runWork, type Work } from "../run/work";
import { chooseNames } from "../stacks/choice";
import { savedPlansFolder } from "../stacks/project";
import { SavedPlans } from "../terraform/saved-plan";
import { allOption, plansOption, stackArgument } from "./options";

interface DiscardOptions {
  readonly all?: true;
  readonly plans?: string;
}

/** `espo-authentik discard`: throws saved plans away. */
export function discardCommand(context: CommandContext): Command {
  return new Command("discard")
    .description("throw saved plans away, those of stacks that are no more among them")
    .addArgument(stackArgument())
    .addOption(allOption())
    .addOption(plansOption())
    .addHelpText("after", HELP)
    .action((patterns: string[], options: DiscardOptions) =>
      runWork(context, (work) => discard(work, patterns, options)),
    );
}

const HELP = `
Neither the program nor Terraform is run, and no server is asked: a plan that was not applied has
changed nothing, and \`plan\` makes it again.

Exit code: 0 they are gone, 2 a wrong call.

Examples:
  $ espo-authentik discard acme
  $ espo-authentik discard --all --plans plans`;

async function discard(
  { directory, environment, stdout }: Work,
  patterns: readonly string[],
  options: DiscardOptions,
): Promise<number> {
  const folder = options.plans ?? (await savedPlansFolder(directory, environment));
  const plans = new SavedPlans(resolve(directory, folder));
  const names = chooseNames(await plans.stacks(), {
    patterns,
    all: options.all ?? false,
    kind: "saved plan of",
  });
  for (const name of names) {
    await plans.remove(name);
    stdout.write(`${name}: its saved plan is gone.\n`);
  }
  if (names.length === 0) stdout.write(`There is no saved plan in ${plans.folder}.\n`);
  return 0;
}
