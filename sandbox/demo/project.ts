/** A folder with what a user's project has: a configuration file and `cdktf.json`. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import { PINNED_LINE } from "../terraform";

/** The repository's folder. */
export const REPOSITORY = resolve(__dirname, "../..");

/** Name of the demo's integration, and of its stack. */
export const STACK = "demo";

/** Name of the file with the variables of the sandbox, by which its folder is known. */
export const VARIABLES_FILE = "sandbox.env";

/** The two servers that are integrated. */
export interface Servers {
  /** authentik's address. */
  readonly authentik: string;
  /** EspoCRM's address. */
  readonly espocrm: string;
}

/** A project. */
export interface Project {
  /** The folder. */
  readonly folder: string;
  /** Its configuration, as a user writes it. */
  readonly configuration: string;
  /** Writes the configuration with other bindings. @default - those of the start */
  readonly bind: (bindings?: readonly object[]) => Promise<void>;
  /** Removes it. */
  readonly close: () => Promise<void>;
}

/** What a project's integration declares. */
export interface Declared {
  /** authentik's release line. @default - the newest */
  readonly release?: string;
  /** The application in authentik; its provider has the same name. */
  readonly application: {
    readonly name: string;
    readonly slug: string;
    readonly group?: string;
  };
  /** Whom it lets in. */
  readonly bindings: readonly object[];
  /** EspoCRM's login. */
  readonly login: object;
}

/** What the demo declares for its two sandbox servers. */
const FOR_SANDBOX: Declared = {
  release: PINNED_LINE,
  application: { name: "EspoCRM", slug: "espocrm", group: "Business" },
  bindings: [{ group: "crm-users" }],
  login: { allowAdministrators: true },
};

/** The folder can't be the demo's: there is something else in it. */
export class FolderInUse extends Error {}

/**
 * Makes the project.
 * @param wanted where; a temporary folder where nobody wants it elsewhere
 * @param declared what it declares
 * @throws {FolderInUse} where another's files are in that folder
 */
export async function createProject(
  servers: Servers,
  wanted?: string,
  declared: Declared = FOR_SANDBOX,
): Promise<Project> {
  const folder =
    wanted === undefined
      ? await mkdtemp(join(tmpdir(), "espo-authentik-demo-"))
      : await ownFolder(resolve(wanted));
  const configuration = configurationOf(servers, declared);
  const file = join(folder, "integrations.yaml");
  await writeFile(file, configuration);
  await writeFile(join(folder, "cdktf.json"), JSON.stringify(cdktfJson(folder), null, 2));
  return {
    folder,
    configuration,
    bind: (bindings = declared.bindings) =>
      writeFile(file, configurationOf(servers, { ...declared, bindings })),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Makes a folder, or takes the one that an earlier demo was killed in. */
async function ownFolder(folder: string): Promise<string> {
  const found = await readdir(folder).catch((): string[] => []);
  if (found.length > 0 && !found.includes(VARIABLES_FILE)) {
    throw new FolderInUse(
      `${folder} has other files in it. Move them, or name another folder: npm run demo -- … --folder FOLDER`,
    );
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

const configurationOf = (
  { authentik, espocrm }: Servers,
  { release, application, bindings, login }: Declared,
): string =>
  stringify({
    integrations: {
      [STACK]: {
        authentik: { url: authentik, ...(release !== undefined && { release }) },
        espocrm: { url: espocrm },
        application,
        ...(bindings.length > 0 && { bindings }),
        login,
      },
    },
  });

const cdktfJson = (folder: string) => ({
  language: "typescript",
  app: [process.execPath, "--import", loader(), join(REPOSITORY, "main.ts")]
    .map((word) => JSON.stringify(word))
    .join(" "),
  projectId: "espo-authentik-demo",
  output: join(folder, "cdktf.out"),
  sendCrashReports: "false",
  terraformProviders: [],
});

/** `tsx` by its whole address: the project's folder has no node_modules. */
export const loader = (): string =>
  pathToFileURL(createRequire(join(REPOSITORY, "main.ts")).resolve("tsx")).href;
