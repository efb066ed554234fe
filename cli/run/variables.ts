/**
 * The value of a Terraform variable as the environment gives it (`TF_VAR_<name>`).
 * @returns undefined where it is not set, or empty
 */
export function terraformVariable(
  environment: NodeJS.ProcessEnv,
  name: string,
): string | undefined {
  const value = environment[`TF_VAR_${name}`];
  return value === "" ? undefined : value;
}
