/** The integrations that a command is about, as they are declared. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  type ConfiguredIntegration,
  configurationFile,
  ConfigurationErrors,
  loadConfiguration,
  standIn,
} from "../../lib/config/index";
import { CommandFailure } from "../run/failure";
import type { Work } from "../run/work";
import { synthesizeChosen } from "../stacks/chosen";
import { readProject } from "../stacks/project";
import { hasResources, type Stack } from "../stacks/stack";
import { type Declaration, declarationOf } from "./declaration";
import { statedIn } from "./stated";

const isProject = (directory: string): boolean => existsSync(join(directory, "cdktf.json"));

/** Where stacks are synthesized; a folder without a project has none, and is looked at all the same. */
export async function outdirOf({ directory, environment }: Work): Promise<string> {
  if (!isProject(directory)) return join(directory, "cdktf.out");
  return (await readProject(directory, environment)).outdir;
}

/** The integrations that a command is about. */
export interface Declared {
  /** Those that are there. */
  readonly declarations: readonly Declaration[];
  /** Names of those that go, or went: they have no login. */
  readonly removed: readonly string[];
  /** What the configuration file still says of them; a program of one's own says nothing. */
  readonly leaving: readonly Declaration[];
}

/**
 * The integrations that are named; all where none is. A program of one's own has no configuration file:
 * its constructs say what they are.
 * @param config the configuration file, where a person named one
 * @throws {CommandFailure} where there is none of that name, or the file can't be used
 */
export async function declarationsOf(
  work: Work,
  names: readonly string[],
  config: string | undefined,
): Promise<Declared> {
  const { directory, environment } = work;
  const file = standIn(resolve(directory, config ?? configurationFile(environment)));
  const isProgram = config === undefined && !existsSync(file) && isProject(directory);
  const {
    declarations: all,
    leaving,
    removed,
  } = isProgram
    ? inProgram((await synthesizeChosen(work, { patterns: [], all: true })).stacks)
    : configured(file, environment);
  const goesBy = ({ name, stack }: Declaration) => [name, stack];
  const unknown = names.filter(
    (name) => !removed.includes(name) && !all.some((one) => goesBy(one).includes(name)),
  );
  if (unknown.length > 0 || (all.length === 0 && removed.length === 0)) {
    const known = [...all.map(({ name }) => name), ...removed].join(", ") || "none";
    const where = isProgram ? `The program in ${directory}` : file;
    throw new CommandFailure(
      `${where} has no integration ${unknown.join(", ")}. It has: ${known}.`,
    );
  }
  if (names.length === 0) return { declarations: all, removed, leaving };
  return {
    declarations: all.filter((one) => goesBy(one).some((name) => names.includes(name))),
    removed: removed.filter((name) => names.includes(name)),
    leaving: leaving.filter(({ name }) => names.includes(name)),
  };
}

/** A stack that declares nothing but connections is one whose integration goes. */
const inProgram = (stacks: readonly Stack[]): Declared => ({
  declarations: stacks.flatMap(statedIn),
  removed: stacks.filter((stack) => !hasResources(stack)).map(({ name }) => name),
  leaving: [],
});

function configured(file: string, environment: NodeJS.ProcessEnv): Declared {
  try {
    const { integrations } = loadConfiguration(file, environment);
    const there = integrations.filter(({ props }) => props.removed !== true);
    const gone = integrations.filter((one) => !there.includes(one));
    const declared = ({ name, props }: ConfiguredIntegration) => declarationOf(name, props);
    return {
      declarations: there.map(declared),
      removed: gone.map(({ name }) => name),
      leaving: gone.map(declared),
    };
  } catch (error) {
    if (error instanceof ConfigurationErrors) throw new CommandFailure(error.message);
    throw error;
  }
}
