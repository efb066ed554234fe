import { Command } from "commander";
import type { CommandContext } from "../run/context";
import { addressOf, type EspoCrmAccess } from "../servers/espocrm/espocrm";
import { espocrmsOf } from "../servers/espocrm/synthesized";
import { CommandFailure } from "../run/failure";
import { answerJson } from "../servers/http/answer";
import { z } from "zod";
import type { StackChoice } from "../stacks/choice";
import { synthesizeChosen } from "../stacks/chosen";
import { allOption, configOption, stackArgument } from "./options";
import type { Stack } from "../stacks/stack";
import { runWork, type Work } from "../run/work";

/** `espo-authentik clear-key-cache`: makes EspoCRM forget the keys of authentik that it has cached. */
export function clearKeyCacheCommand(context: CommandContext): Command {
  return new Command("clear-key-cache")
    .description("make EspoCRM forget authentik's cached keys (JWKS), after they were changed")
    .addArgument(stackArgument())
    .addOption(allOption())
    .addOption(configOption())
    .addHelpText("after", HELP)
    .action((patterns: string[], { all = false, config }: { all?: boolean; config?: string }) =>
      runWork(context, (work) => clearKeyCaches(work, { patterns, all, config })),
    );
}

const HELP = `
EspoCRM keeps authentik's keys for 10 minutes, whatever happens: after a key was changed in authentik
by hand, logins fail for so long. \`apply\` clears the cache by itself when it changes the key. The
whole cache of EspoCRM is cleared; it fills again by itself.

Exit code: 0 done, 1 an EspoCRM did not do it, 2 a wrong call or configuration.

Examples:
  $ espo-authentik clear-key-cache acme
  $ espo-authentik clear-key-cache --all`;

async function clearKeyCaches(work: Work, choice: StackChoice): Promise<number> {
  const { progress, stdout } = work;
  const { stacks } = await synthesizeChosen(work, choice);
  const found = espocrms(stacks, work);
  let code = 0;
  for (const espocrm of found) {
    progress.begin(`Clearing the cache of EspoCRM at ${addressOf(espocrm)}`, 1);
    try {
      const session = await work.administrators.of(espocrm);
      answerJson(await session.post("Admin/clearCache", {}), z.literal(true));
      progress.end();
      stdout.write(`EspoCRM at ${addressOf(espocrm)} has forgotten the keys it had cached.\n`);
    } catch (error) {
      progress.say((error as Error).message);
      code = 1;
    }
  }
  return code;
}

/** The EspoCRMs of stacks, each once. */
function espocrms(stacks: readonly Stack[], { environment }: Work): readonly EspoCrmAccess[] {
  const found = new Map<string, EspoCrmAccess>();
  for (const stack of stacks) {
    for (const espocrm of espocrmsOf(stack, environment)) {
      if (espocrm.kind === "reachable") found.set(espocrm.access.uri, espocrm.access);
      else throw new CommandFailure(`${stack.name}: EspoCRM can't be asked, as ${espocrm.why}.`);
    }
  }
  if (found.size > 0) return [...found.values()];
  throw new CommandFailure("No stack that was named manages the settings of an EspoCRM.");
}
