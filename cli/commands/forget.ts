import { Command } from "commander";
import { confirm, isPersonThere } from "../run/confirmation";
import type { CommandContext } from "../run/context";
import { CommandFailure } from "../run/failure";
import { runWork, type Work } from "../run/work";
import { synthesizeChosen } from "../stacks/chosen";
import type { Stack } from "../stacks/stack";
import { Initialization } from "../terraform/initialization";
import { guardState } from "../terraform/local-state";
import { Terraform } from "../terraform/terraform";
import { configOption } from "./options";

interface ForgetOptions {
  readonly config?: string;
  readonly yes?: true;
}

/** `espo-authentik forget`: takes a stack's resources out of Terraform's state, and changes no server. */
export function forgetCommand(context: CommandContext): Command {
  return new Command("forget")
    .description("stop managing an integration and keep the login: no server is changed")
    .argument("<stack...>", "names of stacks")
    .addOption(configOption())
    .option("--yes", "do it without asking")
    .addHelpText("after", HELP)
    .action((names: string[], options: ForgetOptions) =>
      runWork(context, (work) => forget(work, names, options)),
    );
}

const HELP = `
Terraform's state of the stack is emptied; authentik's application and EspoCRM's settings stay as they
are, and people go on logging in. Take the integration out of the configuration afterwards, or the next
plan makes it anew; \`adopt\` takes it over again. Terraform keeps the state of before as a backup, which
holds the client secret.

Exit code: 0 forgotten, 1 an error, 2 a wrong call.

Examples:
  $ espo-authentik forget acme
  $ espo-authentik forget acme --yes`;

async function forget(
  work: Work,
  patterns: readonly string[],
  { config, yes }: ForgetOptions,
): Promise<number> {
  const { directory, environment, interruption, progress, stderr, stdout } = work;
  const terraform = await Terraform.findForStacks(environment, interruption);
  const { stacks } = await synthesizeChosen(work, { patterns, all: false, config });
  const initialization = new Initialization(terraform, directory);
  for (const stack of stacks) {
    const trouble = await initialization.initialize(stack);
    if (trouble !== undefined) throw new CommandFailure(`${stack.name}: ${trouble}`, 1);
    const addresses = await inState(terraform, stack);
    if (addresses.length === 0) {
      stdout.write(`${stack.name}: there is nothing in its state.\n`);
      continue;
    }
    progress.say(
      `${stack.name}: Terraform would forget ${String(addresses.length)} resources; authentik and EspoCRM stay as they are.`,
    );
    if (yes !== true) await ask(stack, work);
    await run(terraform, stack, ["state", "rm", ...addresses]);
    const left = await guardState(stack);
    if (left !== undefined) stderr.write(`Warning: ${left}\n`);
    stdout.write(
      `${stack.name}: forgotten. Take it out of the configuration now: the next plan would make it anew.\n`,
    );
  }
  return 0;
}

async function ask({ name }: Stack, { interruption, stderr }: Work): Promise<void> {
  if (!isPersonThere(stderr))
    throw new CommandFailure(`Nothing was forgotten: say --yes where nobody can be asked.`);
  if (!(await confirm(`Forget ${name}? (yes or no) `, stderr, interruption)))
    throw new CommandFailure("Nothing was forgotten.", 1);
}

/** What Terraform manages; what it only looked up goes with it. */
async function inState(terraform: Terraform, stack: Stack): Promise<readonly string[]> {
  const said = await run(terraform, stack, ["state", "list"]);
  return said.split("\n").filter((line) => line !== "" && !line.startsWith("data."));
}

async function run(terraform: Terraform, stack: Stack, args: readonly string[]): Promise<string> {
  const ended = await terraform.run(args, { folder: stack.folder, secretFiles: true });
  if (ended.code === 0) return ended.stdout;
  if (/No state file was found/.test(ended.stderr)) return "";
  throw new CommandFailure(`${stack.name}: ${ended.stderr.trim()}`, 1);
}
