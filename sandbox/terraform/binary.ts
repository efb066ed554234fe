/** Finding Terraform, or OpenTofu. */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";

/** There is no Terraform to run. */
export class TerraformNotFound extends Error {
  /** @param names - the names that were looked for. */
  constructor(names: readonly string[]) {
    super(
      `There is no ${names.join(" and no ")} on the PATH. ` +
        "Install Terraform or OpenTofu, or name the program in TERRAFORM_BINARY_NAME.",
    );
    this.name = "TerraformNotFound";
  }
}

/**
 * Finds the program: the one that `TERRAFORM_BINARY_NAME` names (a name or a path, as for cdktf),
 * else `terraform`, else `tofu`.
 *
 * @param environment - the environment to look in.
 * @returns its absolute path.
 */
export async function findTerraform(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = environment["TERRAFORM_BINARY_NAME"];
  const names = named ? [named] : ["terraform", "tofu"];
  for (const name of names) {
    for (const candidate of candidates(name, environment)) {
      if (await isExecutable(candidate)) return candidate;
    }
  }
  throw new TerraformNotFound(names);
}

function candidates(name: string, environment: NodeJS.ProcessEnv): string[] {
  const suffixes = process.platform === "win32" ? [".exe", ""] : [""];
  const isPath = isAbsolute(name) || name.includes("/");
  const folders = (environment["PATH"] ?? "").split(delimiter).filter(Boolean);
  const files = isPath ? [resolve(name)] : folders.map((folder) => join(resolve(folder), name));
  return files.flatMap((file) => suffixes.map((suffix) => file + suffix));
}

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
