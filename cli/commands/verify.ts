import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { page } from "../../lib/declaration";
import type { CommandContext } from "../run/context";
import { declarationsOf } from "../verify/declarations";
import { configOption, seconds } from "./options";
import { styleFor } from "../run/style";
import { expectCredentials } from "../verify/credentials";
import { gather, type Means, meansOf } from "../verify/gathering";
import { Login } from "../verify/login/login";
import { passwordOf, type TestUser } from "../verify/login/test-user";
import { asJson } from "../verify/report/json";
import { asJunit } from "../verify/report/junit";
import { exitCodeOf, type StackReport } from "../verify/report/report";
import { asTable } from "../verify/report/table";
import { runChecks } from "../verify/run";
import type { Declaration } from "../verify/declaration";
import { checksWith } from "../verify/checks";
import { changeJson, changesBetween, changeText, pause } from "../verify/watch";
import { runWork, type Work } from "../run/work";
import { AT_ONCE } from "../verify/at-once";
import { eachOf } from "../run/in-parallel";

interface VerifyOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly junit?: string | true;
  readonly login?: string;
  readonly watch?: number;
  readonly timeout: number;
}

/** `espo-authentik verify`: asks the live servers whether people can log in. */
export function verifyCommand(context: CommandContext): Command {
  return new Command("verify")
    .description(
      "Ask authentik and EspoCRM whether people can log in. Nothing is changed on either side.",
    )
    .argument("[stack...]", "names of integrations; all where none is named")
    .addOption(configOption())
    .option("--json", "findings as JSON")
    .option("--junit [file]", "findings as JUnit XML, into a file or on standard output")
    .option(
      "--login <user>",
      "sign this user of authentik in, and out again (password: ESPO_AUTHENTIK_LOGIN_PASSWORD, or asked for)",
    )
    .addOption(
      new Option("--watch <interval>", "repeat, such as every 30s or 2m, and show changes only")
        .argParser(interval)
        .conflicts("junit"),
    )
    .addOption(
      new Option("--timeout <seconds>", "seconds that a request may take")
        .argParser(seconds)
        .default(10),
    )
    .addHelpText("after", HELP)
    .action(async (names: string[], options: VerifyOptions) =>
      runWork(context, (work) => verify(work, names, options)),
    );
}

const HELP = `
Needs the credentials of the deployment (TF_VAR_…). What each check asks: ${page("verify.md")}.

Exit code: 0 all good, warnings allowed; 1 something fails; 2 it could not be run.

Examples:
  $ espo-authentik verify
  $ espo-authentik verify acme --login jane
  $ espo-authentik verify acme --watch 30s`;

async function verify(work: Work, names: readonly string[], options: VerifyOptions) {
  const declarations = await credentialed(work, names, options.config);
  const user = options.login === undefined ? undefined : await passwordOf(options.login, work);
  const means = await meansOf(work, options.timeout);
  work.progress.begin("Asking authentik and EspoCRM", declarations.length);
  const first = await ask(work, declarations, means, user).finally(() => work.progress.end());
  if (work.interruption.signal !== undefined) return 1;
  await show(work, first, options);
  return options.watch === undefined
    ? exitCodeOf(first)
    : watch(work, first, options, options.watch, () => ask(work, declarations, means, user));
}

/** The declarations of what is named, with the credentials that verification takes. */
async function credentialed(
  work: Work,
  names: readonly string[],
  config: string | undefined,
): Promise<readonly Declaration[]> {
  const { declarations: chosen, removed } = await declarationsOf(work, names, config);
  for (const name of removed)
    work.stderr.write(`${name}: it is removed, so there is no login to look at.\n`);
  expectCredentials("Verification needs", chosen, work.environment);
  return chosen;
}

/** Runs the checks of all integrations, many at once. */
async function ask(
  { interruption, progress }: Work,
  declarations: readonly Declaration[],
  means: Means,
  user: TestUser | undefined,
): Promise<StackReport[]> {
  return eachOf(declarations, AT_ONCE, async (declared): Promise<StackReport> => {
    const { name } = declared;
    // Nobody reads the reports of a command that was ended.
    if (interruption.signal !== undefined) return { name, results: [], milliseconds: 0 };
    const started = performance.now();
    progress.start(name);
    const { authentik, close, espocrm, facts } = gather(declared, means);
    const login = user && new Login({ facts, user, authentik, espocrm });
    // A test login that has begun goes on, so that it is logged out again.
    const deaf = interruption.listen(() => user ?? void close());
    try {
      const results = await runChecks(checksWith(login && (() => login.outcome())), facts);
      return { name, results, milliseconds: performance.now() - started };
    } finally {
      deaf();
      progress.finish(name);
      await close();
    }
  });
}

async function show(
  { directory, environment, scrubber, stdout }: Work,
  reports: readonly StackReport[],
  { json, junit }: VerifyOptions,
): Promise<void> {
  if (typeof junit === "string") {
    await writeFile(resolve(directory, junit), scrubber.scrub(asJunit(reports)));
  }
  if (junit === true) stdout.write(asJunit(reports));
  else if (json === true) stdout.write(`${asJson(reports)}\n`);
  else {
    const style = styleFor(stdout, environment);
    const columns = stdout.isTTY === true ? stdout.columns : undefined;
    stdout.write(reports.map((report) => asTable(report, style, columns)).join("\n"));
  }
}

/** Repeats until the command is ended. */
async function watch(
  work: Work,
  first: readonly StackReport[],
  { json }: VerifyOptions,
  every: number,
  again: () => Promise<StackReport[]>,
): Promise<number> {
  const style = styleFor(work.stdout, work.environment);
  let last = first;
  while (await pause(every, work.interruption)) {
    const now = await again();
    if (work.interruption.signal !== undefined) break;
    const time = new Date();
    for (const change of changesBetween(last, now)) {
      const line = json === true ? changeJson(change, time) : changeText(change, style, time);
      work.stdout.write(`${line}\n`);
    }
    last = now;
  }
  return exitCodeOf(last);
}

/** Milliseconds of `30s`, `2m`, `1h`. */
function interval(text: string): number {
  const [, count, unit = "s"] = /^(\d+)(s|m|h)?$/.exec(text) ?? [];
  const factor = { s: 1000, m: 60_000, h: 3_600_000 }[unit] ?? 0;
  if (count !== undefined && Number(count) > 0) return Number(count) * factor;
  throw new InvalidArgumentError("Give a time such as 30s or 2m.");
}
