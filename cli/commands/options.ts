import { availableParallelism } from "node:os";
import { Argument, InvalidArgumentError, Option } from "commander";

/** The argument that names stacks. */
export const stackArgument = (): Argument =>
  new Argument(
    "[stack...]",
    "names of stacks, * stands for any characters; all where none is named",
  );

/** The option that names the configuration file. */
export const configOption = (): Option =>
  new Option("--config <file>", "configuration file").default(
    undefined,
    "ESPO_AUTHENTIK_CONFIG, or integrations.yaml",
  );

/** The option that chooses every stack. */
export const allOption = (): Option =>
  new Option("--all", "every stack of the program, which is meant without a name, too");

/** The option that says how many stacks are worked on at once. */
export const parallelismOption = (): Option =>
  new Option("--parallelism <n>", "stacks at once")
    .argParser(positive)
    .default(availableParallelism(), `number of cores, ${availableParallelism()} here`);

/** The option that keeps auth tokens out of use. */
export const authTokenOption = (): Option =>
  new Option(
    "--no-auth-token",
    "give Terraform EspoCRM's password, not an auth token of a session that is ended afterwards",
  );

/** The option that names the folder of saved plans. */
export const plansOption = (): Option =>
  new Option(
    "--plans <folder>",
    "folder of the saved plans, which hold secrets (default: plans, in CDKTF's output folder)",
  );

/** The option that lets Terraform wait for whoever works on the same state. */
export const lockTimeoutOption = (): Option =>
  new Option(
    "--lock-timeout <duration>",
    "how long to wait while somebody else has the state's lock, such as 30s or 10m (default: not at all)",
  ).argParser(duration);

function duration(value: string): string {
  if (/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(value)) return value;
  throw new InvalidArgumentError("It is a number with its unit: 30s, 10m, 1h.");
}

/** Reads a number of things. */
export function positive(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("It is a whole number, 1 or more.");
}

/** Reads how many seconds a request may take. */
export function seconds(text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 600) return number;
  throw new InvalidArgumentError("Give a number of seconds up to 600.");
}
