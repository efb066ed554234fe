import { Command, Option } from "commander";
import { atlantis } from "../export/atlantis";
import { githubMatrix } from "../export/github-matrix";
import { gitlabChild } from "../export/gitlab-child";
import { hcp } from "../export/hcp";
import { type Source, sourceOf } from "../export/source";
import type { CommandContext } from "../run/context";
import { runWork, type Work } from "../run/work";
import { configOption, stackArgument } from "./options";

interface ExportOptions {
  readonly config?: string;
  readonly for: string;
  readonly template: string;
  readonly terraformVersion?: string;
}

/** The engines, each with how its project list is written. */
const ENGINES: Readonly<Record<string, (source: Source, options: ExportOptions) => string>> = {
  atlantis: (source, { terraformVersion }) => atlantis(source, terraformVersion),
  "github-matrix": githubMatrix,
  "gitlab-child": (source, { template }) => gitlabChild(source, template),
  hcp,
};

/** `espo-authentik export`: writes the project list of an engine that works on the stacks elsewhere. */
export function exportCommand(context: CommandContext): Command {
  return new Command("export")
    .description("write the project list of an engine that works on the stacks")
    .addArgument(stackArgument())
    .addOption(
      new Option("--for <engine>", "the engine")
        .choices(Object.keys(ENGINES))
        .makeOptionMandatory(),
    )
    .addOption(configOption())
    .addOption(
      new Option(
        "--template <file>",
        "gitlab-child: file of the repository with the hidden job .espo-authentik",
      ).default(".gitlab/espo-authentik.yml"),
    )
    .addOption(
      new Option("--terraform-version <version>", "atlantis: the version that each project pins"),
    )
    .addHelpText("after", HELP)
    .action((patterns: string[], options: ExportOptions) =>
      runWork(context, (work) => write(work, patterns, options)),
    );
}

const HELP = `
  atlantis       atlantis.yaml, for the repository's root: a project for each stack
  github-matrix  {"stack":["acme",…]} on one line, as \`changed --matrix\` writes it
  gitlab-child   a child pipeline: a job for each stack, which extends .espo-authentik of --template
  hcp            the workspaces that the backends name, as Terraform JSON of the provider hashicorp/tfe
It is written to standard output. An integration that is removed is among them until it leaves the file:
its end is planned and applied like any other change.

Exit code: 0 written, 2 a wrong call or configuration.

Examples:
  $ espo-authentik export --for atlantis --terraform-version 1.11.4 > atlantis.yaml
  $ echo "matrix=$(espo-authentik export --for github-matrix 'eu-*')" >> "$GITHUB_OUTPUT"
  $ espo-authentik export --for hcp > workspaces.tf.json`;

async function write(
  work: Work,
  patterns: readonly string[],
  options: ExportOptions,
): Promise<number> {
  const source = await sourceOf(work, patterns, options.config);
  work.stdout.write(ENGINES[options.for]?.(source, options) ?? "");
  return 0;
}
