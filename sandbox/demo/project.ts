/** A folder with what a user's project has: a configuration file and `cdktf.json`. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
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

/** The two servers that are integrated. */
export interface Servers {
  /** authentik's address. */
  readonly authentik: string;
  /** EspoCRM's address. */
  readonly espocrm: string;
}

/** A project in a temporary folder. */
export interface Project {
  /** The folder. */
  readonly folder: string;
  /** Its configuration, as a user writes it. */
  readonly configuration: string;
  /** Removes it. */
  readonly close: () => Promise<void>;
}

/** Makes the project. */
export async function createProject({ authentik, espocrm }: Servers): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "espo-authentik-demo-"));
  const configuration = stringify({
    integrations: {
      [STACK]: {
        authentik: { url: authentik },
        espocrm: { url: espocrm },
        application: { name: "EspoCRM", slug: SLUG, group: "Business" },
        bindings: [{ group: "crm-users" }],
        login: { allowAdministrators: true },
      },
    },
  });
  await writeFile(join(folder, "integrations.yaml"), configuration);
  await writeFile(join(folder, "cdktf.json"), JSON.stringify(cdktfJson(folder), null, 2));
  return {
    folder,
    configuration,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

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
const loader = (): string =>
  pathToFileURL(createRequire(join(REPOSITORY, "main.ts")).resolve("tsx")).href;

/** The program `cdktf` of the repository. */
export const cdktf = (): string =>
  createRequire(join(REPOSITORY, "main.ts")).resolve("cdktf-cli/bundle/bin/cdktf");
