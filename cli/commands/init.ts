import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { Command, Option } from "commander";
import { ConfigurationErrors, readConfiguration } from "../../lib/config/index";
import { NEWEST_RELEASE } from "../../lib/declaration";
import { type Answers, asking, complete, type Given } from "../init/answers";
import { CONFIGURATION, configurationText, projectFiles } from "../init/files";
import { PIPELINES } from "../init/pipelines";
import { isPersonThere } from "../run/confirmation";
import type { CommandContext } from "../run/context";
import { CommandFailure } from "../run/failure";

interface InitOptions extends Given {
  readonly package?: string;
  readonly force?: true;
}

/** `espo-authentik init`: writes the files of a project of one's own. */
export function initCommand(context: CommandContext): Command {
  return new Command("init")
    .description("write a project of your own: configuration, program, and a pipeline if you like")
    .argument("[folder]", "folder of the project, which is made if need be (default: this one)")
    .option("--authentik <url>", "address of authentik, as people's browsers know it")
    .option(
      "--release <line>",
      `authentik's release line, as its admin interface shows it (default: ${NEWEST_RELEASE})`,
    )
    .option("--espocrm <url>", "address of EspoCRM")
    .option("--group <name>", "authentik's group whose members may log in")
    .option("--slug <slug>", "slug of the application in authentik (default: espocrm)")
    .option("--name <name>", "name of the integration, and of its stack (default: crm)")
    .addOption(new Option("--ci <whose>", "pipeline (default: none)").choices(PIPELINES))
    .option(
      "--package <where>",
      "where npm gets espo-authentik from: a version, a tarball, an address (default: this version)",
    )
    .option("--force", "write over files that are there")
    .addHelpText("after", HELP)
    .action((folder: string | undefined, options: InitOptions) =>
      init(context, folder ?? ".", options),
    );
}

const HELP = `
What is not said by options is asked at a terminal. Nothing that is there is written over without
--force. No server is asked.

Exit code: 0 written, 2 nothing written.

Examples:
  $ espo-authentik init
  $ espo-authentik init crm-login --authentik https://authentik.company --espocrm https://crm.company \\
      --group crm-users --ci github`;

async function init(context: CommandContext, named: string, options: InitOptions): Promise<void> {
  const { directory, environment, stderr, stdout } = context;
  const folder = resolve(directory, named);
  const answers = await answersFrom(options, context);
  check(answers, environment);
  const files = projectFiles(answers, packageFrom(folder, options.package, directory));
  const inTheWay = Object.keys(files).filter((path) => existsSync(join(folder, path)));
  if (inTheWay.length > 0 && options.force !== true) {
    throw new CommandFailure(
      `Nothing was written: ${folder} has ${inTheWay.join(", ")}. Choose another folder, or add --force to write over them.`,
    );
  }
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, path.endsWith(".sh") ? { mode: 0o755 } : {});
    stdout.write(`wrote  ${join(named, path)}\n`);
  }
  stderr.write(next(answers, relative(directory, folder)));
}

/** Where a project gets this package from: a path is written as it leads there from the project. */
function packageFrom(
  folder: string,
  named: string | undefined,
  directory: string,
): string | undefined {
  if (named === undefined || isAbsolute(named) || !existsSync(resolve(directory, named)))
    return named;
  return `file:${relative(folder, resolve(directory, named)).replaceAll("\\", "/")}`;
}

async function answersFrom(
  options: InitOptions,
  { environment, stderr }: CommandContext,
): Promise<Answers> {
  const { authentik, ci, espocrm, group, name, release, slug } = options;
  const given = Object.fromEntries(
    Object.entries({ authentik, ci, espocrm, group, name, release, slug }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  if (!isPersonThere(stderr)) return complete(given, undefined);
  const { ask, close } = asking(stderr);
  try {
    return await complete(given, ask, (name, answer) => refusal(name, answer, environment));
  } finally {
    close();
  }
}

/** Answers that nothing is wrong with, to look at another one by itself. */
const SOUND: Answers = {
  name: "crm",
  authentik: "https://authentik.company",
  release: NEWEST_RELEASE,
  espocrm: "https://espocrm.company",
  slug: "espocrm",
  group: "crm-users",
  ci: "none",
};

/** What is wrong with one answer, whatever the others are. */
export function refusal(
  name: keyof Answers,
  answer: string,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  if (answer === "") return "An answer is needed.";
  if (name === "ci") {
    const isOne = (PIPELINES as readonly string[]).includes(answer);
    return isOne ? undefined : `Choose one of ${PIPELINES.join(", ")}.`;
  }
  try {
    readConfiguration(configurationText({ ...SOUND, [name]: answer }), CONFIGURATION, environment);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigurationErrors)) throw error;
    return `This would not do:\n${error.message}`;
  }
}

/** What would be refused at the first plan is refused now. */
function check(answers: Answers, environment: NodeJS.ProcessEnv): void {
  try {
    readConfiguration(configurationText(answers), CONFIGURATION, environment);
  } catch (error) {
    if (!(error instanceof ConfigurationErrors)) throw error;
    throw new CommandFailure(`Nothing was written, as this would not do:\n${error.message}`);
  }
}

const next = ({ ci, name }: Answers, folder: string): string => `
Next:
${folder === "" ? "" : `  cd ${folder}\n`}  npm install
  export TF_VAR_authentik_token=…  TF_VAR_espocrm_username=…  TF_VAR_espocrm_password=…
  npx espo-authentik doctor        is all there that is needed?
  npx espo-authentik plan ${name}      what will change for the people who log in
  npx espo-authentik apply ${name}     exactly that
  npx espo-authentik verify ${name}    does a login work?
${
  ci === "none"
    ? ""
    : `
Before the pipeline runs, Terraform's state needs a place that is shared (backend in ${CONFIGURATION}), and
the forge its secrets: node_modules/espo-authentik/docs/gitops.md
`
}`;
