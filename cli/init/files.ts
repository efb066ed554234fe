/** What a project of one's own consists of. */
import { randomUUID } from "node:crypto";
import { stringify } from "yaml";
import { packageJson } from "../run/package-home";
import type { Answers } from "./answers";
import { pipelineFiles } from "./pipelines";

/** Name of the configuration file. */
export const CONFIGURATION = "integrations.yaml";

const HEAD = `# yaml-language-server: $schema=./node_modules/espo-authentik/integrations.schema.json
#
# Which EspoCRM signs its users in through which authentik. Every key is explained in
# node_modules/espo-authentik/docs/configuration.md. Credentials don't belong here: they come from the
# environment (TF_VAR_authentik_token, TF_VAR_espocrm_username, TF_VAR_espocrm_password).
`;

/** Why a pipeline needs more than what runs at once on one machine. */
const SHARED_STATE = `#
# Terraform's state is a file on this machine. Before a pipeline runs, give it one that is shared, such as:
# defaults:
#   backend: { type: pg }
`;

const PROGRAM = `import { runProgram, synthesize } from "espo-authentik";

// One stack for each integration in integrations.yaml; ESPO_AUTHENTIK_CONFIG, and --config of the
// commands, name another file. A mistake in it is said without a stack trace.
runProgram(() => synthesize());
`;

const IGNORED = `node_modules/
cdktf.out/
.terraform/
plans/
*.tfstate
*.tfstate.*
*.env
`;

/** Scripts of packages that npm need not run, nor ask about: tsx finds esbuild's program without them. */
const SCRIPTS = { esbuild: false } as const;

/** The configuration file. */
export const configurationText = ({
  authentik,
  ci,
  espocrm,
  group,
  name,
  release,
  slug,
}: Answers): string =>
  [
    HEAD,
    ci === "none" ? "" : SHARED_STATE,
    stringify({
      integrations: {
        [name]: {
          authentik: { url: authentik, release },
          espocrm: { url: espocrm },
          application: { name: "EspoCRM", slug },
          bindings: [{ group }],
        },
      },
    }),
  ].join("");

/**
 * All files, by path.
 * @param answers what they say
 * @param from where npm gets this package from, as in `package.json`
 */
export function projectFiles(
  answers: Answers,
  from: string | undefined,
): Readonly<Record<string, string>> {
  const { devDependencies, engines, peerDependencies, version } = packageJson();
  // One engine: the program imports what goes with CDKTF.
  const engine = Object.entries(peerDependencies).filter(([name]) => name !== "cdktn");
  const dependencies = {
    ...Object.fromEntries(engine),
    "espo-authentik": from ?? `^${version}`,
    tsx: devDependencies["tsx"] ?? "4",
  };
  return {
    [CONFIGURATION]: configurationText(answers),
    "main.ts": PROGRAM,
    "cdktf.json": json({
      language: "typescript",
      app: "node --import tsx main.ts",
      projectId: randomUUID(),
      sendCrashReports: "false",
      terraformProviders: [],
      terraformModules: [],
      context: {},
    }),
    "package.json": json({ private: true, engines, dependencies, allowScripts: SCRIPTS }),
    ".nvmrc": "22\n",
    ".gitignore": IGNORED,
    ...pipelineFiles(answers.ci, answers.name),
  };
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
