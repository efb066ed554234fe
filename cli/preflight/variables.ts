import { existsSync, readdirSync } from "node:fs";
import type { Stack } from "../stacks/stack";

/**
 * Terraform variables of a stack that nobody gives a value, a line each: what Terraform would ask for.
 * Values may come from more places than the environment; where there are such, nothing is said.
 */
export function missingVariables(stack: Stack, environment: NodeJS.ProcessEnv): readonly string[] {
  if (hasOtherSources(stack, environment)) return [];
  return Object.entries(stack.json.variable)
    .filter(([, { default: standard }]) => standard === undefined)
    .filter(([name]) => (environment[`TF_VAR_${name}`] ?? "") === "")
    .map(([name, { description }]) =>
      description === undefined ? `TF_VAR_${name}` : `TF_VAR_${name}  ${description}`,
    );
}

const hasOtherSources = ({ folder }: Stack, environment: NodeJS.ProcessEnv): boolean =>
  ["TF_CLI_ARGS", "TF_CLI_ARGS_plan"].some((name) => /-var/.test(environment[name] ?? "")) ||
  (existsSync(folder) && readdirSync(folder).some((name) => /\.tfvars(\.json)?$/.test(name)));
