import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { CommandFailure } from "../run/failure";

/**
 * Finds the program to run: the one that `TERRAFORM_BINARY_NAME` names (a name or a path, as for
 * cdktf), else `terraform`, else `tofu`.
 * @returns its absolute path
 * @throws {CommandFailure} with exit code 2, where there is none
 */
export async function findTerraform(environment: NodeJS.ProcessEnv): Promise<string> {
  const named = environment["TERRAFORM_BINARY_NAME"];
  const names = named ? [named] : ["terraform", "tofu"];
  for (const candidate of names.flatMap((name) => candidates(name, environment))) {
    if (await isExecutable(candidate)) return candidate;
  }
  throw new CommandFailure(
    named
      ? `TERRAFORM_BINARY_NAME is ${JSON.stringify(named)}, but there is no such program. Name an installed Terraform or OpenTofu, or unset the variable.`
      : "There is no terraform and no tofu on the PATH. Install Terraform (1.10 or newer) or OpenTofu (1.11 or newer), or name the program in TERRAFORM_BINARY_NAME.",
  );
}

function candidates(name: string, environment: NodeJS.ProcessEnv): string[] {
  const suffixes = process.platform === "win32" ? [".exe", ""] : [""];
  const isPath = isAbsolute(name) || /[/\\]/.test(name);
  const folders = (environment["PATH"] ?? "").split(delimiter).filter(Boolean);
  const files = isPath ? [resolve(name)] : folders.map((folder) => join(resolve(folder), name));
  return files.flatMap((file) => suffixes.map((suffix) => file + suffix));
}

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
