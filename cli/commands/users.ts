import { Command, Option } from "commander";
import { page } from "../../lib/declaration";
import type { CommandContext } from "../run/context";
import { takeDown } from "../run/masking";
import { styleFor } from "../run/style";
import { runWork, type Work } from "../run/work";
import { Authentik } from "../servers/authentik/authentik";
import { declaredAuthentik, declaredEspoCrm } from "../servers/declared";
import { comparePeople } from "../users/people";
import { countsOf, isAlarming } from "../users/report/counts";
import { asCsv, asJson, type PeopleReport } from "../users/report/documents";
import { summaryOf } from "../users/report/summary";
import { tablesOf } from "../users/report/tables";
import type { Declaration } from "../verify/declaration";
import { expectCredentials } from "../verify/credentials";
import { declarationsOf } from "../verify/declarations";
import { configOption, positive } from "./options";

interface UsersOptions {
  readonly config?: string;
  readonly json?: true;
  readonly csv?: true;
  readonly names?: true;
  readonly timeout: number;
}

/** Rows of a table on a terminal, unless names were asked for. */
const ROWS = 20;

/** `espo-authentik users`: who will get in as whom, before the login is switched on. */
export function usersCommand(context: CommandContext): Command {
  return new Command("users")
    .description("compare authentik's people with EspoCRM's accounts: who gets in, as whom")
    .argument("[stack...]", "names of integrations; all where none is named")
    .addOption(configOption())
    .addOption(new Option("--json", "as JSON").conflicts("csv"))
    .addOption(new Option("--csv", "as CSV"))
    .addOption(
      new Option("--names", "name people where the output is no terminal, too; and all of them"),
    )
    .addOption(
      new Option("--timeout <seconds>", "seconds that a request may take")
        .argParser(positive)
        .default(30),
    )
    .addHelpText("after", HELP)
    .action((names: string[], options: UsersOptions) =>
      runWork(context, (work) => users(work, names, options)),
    );
}

const HELP = `
Reads the users of both servers with the credentials of the deployment (TF_VAR_…), and changes nothing.
People are named on a terminal only: in a pipe, a file or a CI there are figures, unless --names is given.
What each group means: ${page("users.md")}.

Exit code: 0 compared; 1 somebody would get into an account that may be another's, nobody at all would get
in, or a server could not be asked; 2 a wrong call or configuration.

Examples:
  $ espo-authentik users acme
  $ espo-authentik users acme --csv --names > people.csv
  $ espo-authentik users --json | jq '.integrations[].counts'`;

async function users(work: Work, names: readonly string[], options: UsersOptions): Promise<number> {
  const { environment, interruption, progress, stderr, stdout } = work;
  const { declarations, removed } = await declarationsOf(work, names, options.config);
  for (const name of removed)
    stderr.write(`${name}: it is removed, so nobody will get in through it.\n`);
  expectCredentials("People are read with", declarations, environment);
  progress.begin("Reading the people of authentik and EspoCRM", declarations.length);
  const reports: PeopleReport[] = [];
  // One after the other: two integrations may be of the same servers, and each list may be long.
  for (const declared of declarations) {
    progress.start(declared.name);
    reports.push({ name: declared.name, people: await look(work, declared, options) });
    progress.finish(declared.name);
    if (interruption.signal !== undefined) return 1;
  }
  progress.end();
  const isSeen = stdout.isTTY === true && !environment["CI"];
  const naming = options.names === true || isSeen;
  if (options.json) stdout.write(asJson(reports, naming));
  else if (options.csv) stdout.write(asCsv(reports, naming));
  else stdout.write(asText(reports, naming, options.names === true ? Infinity : ROWS, work));
  if (!naming) stderr.write("People are not named here: add --names, or call it in a terminal.\n");
  return reports.some(isBad) ? 1 : 0;
}

/** One log-in at EspoCRM, which spares it the password hash at each page; the session ends with the command. */
async function look(
  { administrators, environment, interruption, scrubber }: Work,
  declared: Declaration,
  options: UsersOptions,
): Promise<PeopleReport["people"]> {
  const around = { environment, timeout: options.timeout * 1000 };
  const access = declaredEspoCrm(declared.props.espocrm, around);
  const toAuthentik = declaredAuthentik(declared.props.authentik, around);
  scrubber.credentials(access.username, access.password);
  takeDown(toAuthentik.token, scrubber);
  const authentik = new Authentik(toAuthentik, (value) => takeDown(value, scrubber));
  const deaf = interruption.listen(() => void authentik.close());
  try {
    const session = await administrators.of(access);
    return await comparePeople({ declared, authentik, espocrm: (path) => session.get(path) });
  } finally {
    deaf();
    await authentik.close();
  }
}

function asText(
  reports: readonly PeopleReport[],
  naming: boolean,
  rows: number,
  { environment, stdout }: Work,
): string {
  const style = styleFor(stdout, environment);
  return reports
    .map(({ name, people }) => {
      const tables =
        naming && people.kind === "compared" ? tablesOf(people.comparison, style, rows) : "";
      return `${summaryOf(name, people, style)}${tables}`;
    })
    .join("\n");
}

const isBad = ({ people }: PeopleReport): boolean =>
  people.kind === "not compared" || isAlarming(countsOf(people.comparison));
