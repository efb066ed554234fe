import { CommandFailure } from "../run/failure";
import { terraformVariable } from "../run/variables";
import type { Declaration } from "./declaration";

/**
 * Makes sure that the environment has the credentials of all servers that are about to be asked.
 * @param what they are for, as the message begins: "Verification needs"
 * @throws {CommandFailure} with all that are missing
 */
export function expectCredentials(
  what: string,
  declarations: readonly Declaration[],
  environment: NodeJS.ProcessEnv,
): void {
  const needed = new Set(declarations.flatMap(({ variables }) => Object.values(variables)));
  const missing = [...needed].filter((name) => terraformVariable(environment, name) === undefined);
  if (missing.length === 0) return;
  throw new CommandFailure(
    `${what} the credentials of the deployment. The environment lacks ${missing.map((name) => `TF_VAR_${name}`).join(", ")}.`,
  );
}
