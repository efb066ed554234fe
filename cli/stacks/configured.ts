/** A program that is to read another configuration file than it would by itself. */
import { resolve } from "node:path";
import { loadConfiguration } from "../../lib/config/index";
import { CommandFailure } from "../run/failure";
import { type Declaration, declarationOf } from "../verify/declaration";
import { statedIn } from "../verify/stated";
import type { Project } from "./project";
import type { Stack } from "./stack";

/** The environment of a program that reads this file; of the usual one where none is named. */
export const configuredBy = (
  file: string | undefined,
  environment: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv =>
  file === undefined ? environment : { ...environment, ESPO_AUTHENTIK_CONFIG: file };

/**
 * Makes sure that the program has read the file that was named: one that names a file itself does not, and
 * another company's integrations would be planned in its place.
 * @throws {CommandFailure} where it has not
 */
export function expectRead(
  file: string,
  stacks: readonly Stack[],
  { app, folder }: Project,
  environment: NodeJS.ProcessEnv,
): void {
  const { integrations } = loadConfiguration(resolve(folder, file), environment);
  const wanted = integrations.map(({ name, props }) => keyOf(declarationOf(name, props)));
  const made = stacks.flatMap(statedIn).map(keyOf);
  if (wanted.length === made.length && wanted.every((key) => made.includes(key))) return;
  throw new CommandFailure(
    `The program (${app}) does not read ${file}: its stacks are not what is in there. Call synthesize() without a file in it: that reads the file that --config or ESPO_AUTHENTIK_CONFIG names.`,
  );
}

const keyOf = ({ props: { application, authentik, espocrm }, stack }: Declaration): string =>
  JSON.stringify([stack, authentik.url, espocrm.url, application.slug]);
