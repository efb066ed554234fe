/** What is exported: the stacks of a project, and which files each is made of. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  configurationFile,
  type ConfiguredIntegration,
  isFolder,
  loadConfiguration,
  standIn,
} from "../../lib/config/index";
import { Git } from "../git/git";
import type { Work } from "../run/work";
import { chooseNames } from "../stacks/choice";
import { synthesizeChosen } from "../stacks/chosen";
import { outdirOf } from "../verify/declarations";

/** The stacks of a project, for an engine that is to work on them. */
export interface Source {
  /** Names of the chosen stacks. */
  readonly names: readonly string[];
  /** The project's folder, absolute. */
  readonly folder: string;
  /** The repository's root, absolute; the project's folder where it is in none. */
  readonly root: string;
  /** Folder that is synthesized into, absolute. */
  readonly outdir: string;
  /** Patterns of the files that a stack is made of, absolute. */
  readonly filesOf: (name: string) => readonly string[];
  /** What the configuration says of the stacks; undefined for a program of one's own. */
  readonly integrations: readonly ConfiguredIntegration[] | undefined;
}

/**
 * Reads the configuration; a program of one's own is synthesized, for the names of its stacks.
 * @param patterns names of stacks, `*` stands for any characters; all where there are none
 * @param config the configuration file, where a person named one
 */
export async function sourceOf(
  work: Work,
  patterns: readonly string[],
  config: string | undefined,
): Promise<Source> {
  const { directory: folder, environment } = work;
  const file = standIn(resolve(folder, config ?? configurationFile(environment)));
  const isProgram =
    config === undefined && !existsSync(file) && existsSync(join(folder, "cdktf.json"));
  const integrations = isProgram ? undefined : loadConfiguration(file, environment).integrations;
  const all = integrations ?? (await synthesizeChosen(work, { patterns: [], all: true })).stacks;
  const names = all.map(({ name }) => name);
  const ofAll = ["main.ts", "package-lock.json"].map((name) => join(folder, name));
  return {
    names: chooseNames(names, { patterns, all: false }),
    folder,
    root: await rootOf(work),
    outdir: await outdirOf(work),
    integrations,
    filesOf: (name) => [
      ...(isProgram
        ? [join(folder, "**/*.ts"), join(folder, "package-lock.json")]
        : isFolder(file)
          ? [join(file, `${name}.*`), join(file, "defaults.*"), ...ofAll]
          : [file, ...ofAll]),
    ],
  };
}

async function rootOf({ directory, environment, interruption }: Work): Promise<string> {
  const git = new Git(directory, environment, interruption);
  const { code, stdout } = await git.try("rev-parse", "--show-cdup").catch(() => NO_GIT);
  return code === 0 ? resolve(directory, stdout.trim()) : directory;
}

const NO_GIT = { code: 1, stdout: "", stderr: "" } as const;
