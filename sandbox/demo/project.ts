/** A folder with what a user's project has: a configuration file and `cdktf.json`. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";

/** The repository's folder. */
export const REPOSITORY = resolve(__dirname, "../..");

/** Name of the demo's integration, and of its stack. */
export const STACK = "demo";

const SLUG = "espocrm";

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
  /** Writes the configuration with other bindings, or as it was. */
  readonly bind: (bindings: readonly object[]) => Promise<void>;
  /** Removes it. */
  readonly close: () => Promise<void>;
}

/** Whom the demo lets in. */
export const BINDINGS: readonly object[] = [{ group: "crm-users" }];

/** The folder can't be the demo's: there is something else in it. */
export class FolderInUse extends Error {}

/**
 * Makes the project.
 * @param wanted where; a temporary folder where nobody wants it elsewhere
 * @throws {FolderInUse} where another's files are in that folder
 */
export async function createProject(servers: Servers, wanted?: string): Promise<Project> {
  const folder =
    wanted === undefined
      ? await mkdtemp(join(tmpdir(), "espo-authentik-demo-"))
      : await ownFolder(wanted);
  const bind = (bindings: readonly object[]): Promise<void> =>
    writeFile(join(folder, "integrations.yaml"), configurationOf(servers, bindings));
  await bind(BINDINGS);
  await writeFile(join(folder, "cdktf.json"), JSON.stringify(cdktfJson(folder), null, 2));
  return {
    folder,
    configuration: configurationOf(servers, BINDINGS),
    bind,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Makes a folder, or takes the one that an earlier demo was killed in. */
async function ownFolder(folder: string): Promise<string> {
  const found = await readdir(folder).catch((): string[] => []);
  if (found.length > 0 && !found.includes(VARIABLES_FILE)) {
    throw new FolderInUse(
      `${folder} has other files in it. Move them, or name another folder: npm run demo -- --keep --folder FOLDER`,
    );
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

const configurationOf = ({ authentik, espocrm }: Servers, bindings: readonly object[]): string =>
  stringify({
    integrations: {
      [STACK]: {
        authentik: { url: authentik },
        espocrm: { url: espocrm },
        application: { name: "EspoCRM", slug: SLUG, group: "Business" },
        ...(bindings.length > 0 && { bindings }),
        login: { allowAdministrators: true },
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
