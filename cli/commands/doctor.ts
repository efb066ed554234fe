import { Command, Option } from "commander";
import { type Finding, findingsText, lacksSomething } from "../doctor/finding";
import { machine } from "../doctor/machine";
import { project } from "../doctor/project";
import { servers } from "../doctor/servers";
import { variables } from "../doctor/variables";
import type { CommandContext } from "../run/context";
import { styleFor } from "../run/style";
import { runWork, type Work } from "../run/work";
import { outdirOf } from "../verify/declarations";
import { configOption, stackArgument } from "./options";

interface DoctorOptions {
  readonly config?: string;
  readonly json?: true;
}

/** Milliseconds that a server may take to answer. */
const TIMEOUT = 10_000;

/** `espo-authentik doctor`: looks for all that a deployment needs. */
export function doctorCommand(context: CommandContext): Command {
  return new Command("doctor")
    .description("look for all that a deployment needs: programs, variables, servers")
    .addArgument(stackArgument())
    .addOption(configOption())
    .addOption(new Option("--json", "as JSON"))
    .addHelpText("after", HELP)
    .action((names: string[], options: DoctorOptions) =>
      runWork(context, (work) => doctor(work, names, options)),
    );
}

const HELP = `
Variables are looked for by name; their values are not shown. Each server is asked for its version, where it
tells it; with a wrong password, one failed log-in is spent at EspoCRM. Nothing is changed.

Exit code: 0 all is there, 1 something is missing.

Examples:
  $ espo-authentik doctor
  $ espo-authentik doctor acme --json | jq '.findings[] | select(.state == "missing")'`;

async function doctor(
  work: Work,
  names: readonly string[],
  { config, json }: DoctorOptions,
): Promise<number> {
  const { environment, interruption, progress, scrubber, stdout } = work;
  const { declarations, findings } = await project(work, names, config);
  progress.begin("Asking authentik and EspoCRM", declarations.length);
  const means = {
    environment,
    interruption,
    scrubber,
    outdir: await outdirOf(work).catch(() => work.directory),
    timeout: TIMEOUT,
  };
  const all: readonly Finding[] = [
    ...(await machine(work)),
    ...findings,
    ...variables(declarations, environment),
    ...(await servers(declarations, means)),
  ];
  progress.end();
  if (interruption.signal !== undefined) return 1;
  stdout.write(
    json
      ? `${JSON.stringify({ complete: !lacksSomething(all), findings: all }, null, 2)}\n`
      : findingsText(all, styleFor(stdout, environment)),
  );
  return lacksSomething(all) ? 1 : 0;
}
