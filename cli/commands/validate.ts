import { isAbsolute, relative, resolve } from "node:path";
import { Command, Option } from "commander";
import {
  type Configuration,
  type ConfiguredIntegration,
  configurationFile,
  loadConfiguration,
  ConfigurationErrors,
  problemText,
} from "../../lib/config/index";
import type { CommandContext } from "../run/context";
import { CommandFailure } from "../run/failure";
import { configOption } from "./options";
import { styleFor } from "../run/style";
import { table } from "../run/table";

/** `espo-authentik validate`: checks the configuration file, without any server. */
export function validateCommand(context: CommandContext): Command {
  return new Command("validate")
    .description("check the configuration file; no server is asked")
    .argument("[file]", "the same as --config")
    .addOption(configOption())
    .addOption(new Option("--json", "as JSON, problems and warnings with their places"))
    .addHelpText("after", HELP)
    .action((named: string | undefined, { config, json }: { config?: string; json?: true }) => {
      const file = named ?? config ?? configurationFile(context.environment);
      validate(context, file, json === true);
    });
}

const HELP = `
Exit code: 0 the file can be used, 2 it can't.

Examples:
  $ espo-authentik validate
  $ espo-authentik validate --json staging.yaml | jq '.problems[].line'`;

function validate(context: CommandContext, named: string, json: boolean): void {
  const file = isAbsolute(named)
    ? named
    : relative(process.cwd(), resolve(context.directory, named));
  try {
    const configuration = loadConfiguration(file, context.environment);
    const { integrations, warnings } = configuration;
    context.stdout.write(
      json
        ? jsonText({ file, valid: true, integrations: integrations.map(summary), warnings })
        : text(context, configuration),
    );
  } catch (error) {
    if (!(error instanceof ConfigurationErrors)) throw error;
    if (!json) throw new CommandFailure(error.message);
    context.stdout.write(jsonText({ file, valid: false, problems: error.problems }));
    context.exit(2);
  }
}

const jsonText = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

const summary = ({ name, props }: ConfiguredIntegration) => ({
  name,
  espocrm: props.espocrm.url,
  authentik: props.authentik.url,
  application: props.application.slug,
  bindings: props.bindings?.length ?? 0,
});

function text({ environment, stdout }: CommandContext, configuration: Configuration): string {
  const { file, integrations, warnings } = configuration;
  const style = styleFor(stdout, environment);
  const head = ["integration", "EspoCRM", "authentik", "application", "bindings"];
  const rows = integrations.map(summary).map((row) => Object.values(row).map(String));
  const count = integrations.length === 1 ? "1 integration" : `${integrations.length} integrations`;
  const parts = [
    table([head.map(style.dim), ...rows]),
    ...warnings.map((warning) => `${style.yellow("warning")}  ${problemText(warning)}`),
    `${style.green("valid")}  ${file}: ${count}${warnings.length === 0 ? "" : `, ${warnings.length} to look at twice`}`,
  ];
  return `${parts.join("\n\n")}\n`;
}
