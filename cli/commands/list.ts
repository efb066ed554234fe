import { Command, Option } from "commander";
import { page } from "../../lib/declaration";
import { asJson, asText, isListedGood, type Listed } from "../fleet/report";
import { rowsOf } from "../fleet/row";
import { survey } from "../fleet/survey";
import type { CommandContext } from "../run/context";
import { styleFor } from "../run/style";
import { runWork, type Work } from "../run/work";
import { AT_ONCE } from "../verify/at-once";
import { expectCredentials } from "../verify/credentials";
import { declarationsOf } from "../verify/declarations";
import { meansOf } from "../verify/gathering";
import { configOption, positive, seconds } from "./options";

interface ListOptions {
  readonly config?: string;
  readonly json?: true;
  readonly live?: true;
  readonly parallelism: number;
  readonly timeout: number;
}

/** `espo-authentik list`: what is declared, and in what state it is. */
export function listCommand(context: CommandContext): Command {
  return new Command("list")
    .description("list what is declared; with --live, in what state each integration is")
    .argument("[stack...]", "names of integrations; all where none is named")
    .addOption(configOption())
    .option("--live", "ask both servers of each in what state it is; nothing is changed")
    .addOption(new Option("--json", "as JSON"))
    .addOption(
      new Option("--parallelism <n>", "with --live: integrations that are asked about at once")
        .argParser(positive)
        .default(AT_ONCE),
    )
    .addOption(
      new Option("--timeout <seconds>", "with --live: seconds that a request may take")
        .argParser(seconds)
        .default(10),
    )
    .addHelpText("after", HELP)
    .action((names: string[], options: ListOptions) =>
      runWork(context, (work) => list(work, names, options)),
    );
}

const HELP = `
States with --live, which needs the credentials of the deployment (TF_VAR_…), and no Terraform:
  in sync        all that was compared is as declared, and authentik takes the request to sign in
  drifted        something is not as declared; a login may work all the same
  login fails    what was seen lets no login succeed
  not deployed   both servers were seen, and neither knows of it
  removed        it is declared as removed; no server is asked
  not reachable  a server did not answer
  not known      something could not be seen: credentials that are refused, or rights that are missing
What is compared: ${page("many-espocrms.md")}. Whether somebody gets in, only a login proves: verify --login.

Exit code: 0 listed, and with --live each is in sync or removed; 1 one is not; 2 it could not be run.

Examples:
  $ espo-authentik list
  $ espo-authentik list --live
  $ espo-authentik list --live --json | jq -r '.integrations[] | select(.state == "drifted").name'`;

async function list(work: Work, names: readonly string[], options: ListOptions): Promise<number> {
  const { environment, interruption, stdout } = work;
  const declared = await declarationsOf(work, names, options.config);
  const rows = rowsOf(declared);
  let listed: readonly Listed[] = rows;
  if (options.live) {
    expectCredentials("A live list needs", declared.declarations, environment);
    const means = await meansOf(work, options.timeout);
    const states = await survey(work, declared.declarations, means, options.parallelism);
    if (interruption.signal !== undefined) return 1;
    listed = rows.map((row) => ({
      ...row,
      live: states.get(row.name) ?? { state: "removed", saw: "" },
    }));
  }
  stdout.write(
    options.json ? `${asJson(listed)}\n` : asText(listed, styleFor(stdout, environment)),
  );
  return listed.every(isListedGood) ? 0 : 1;
}
