import { z } from "zod";
import { CommandFailure } from "../run/failure";

/** Terraform or OpenTofu, of some version. */
export interface Engine {
  /** What its program is called. */
  readonly program: "terraform" | "tofu";
  /** Its version, such as `1.11.4`. */
  readonly version: string;
}

const answerSchema = z.object({
  terraform_version: z.string(),
  // Terraform always says whether it is outdated, OpenTofu never (1.9 to 1.12): the one difference in the
  // answer. The name of the file says nothing: Debian's alternatives call either one terraform.
  terraform_outdated: z.boolean().optional(),
});

/** Who answered `version -json`; undefined if that is no such answer. */
export function engineThatSaid(answer: string): Engine | undefined {
  const { data } = answerSchema.safeParse(jsonIn(answer));
  if (data === undefined) return undefined;
  const program = data.terraform_outdated === undefined ? "tofu" : "terraform";
  return { program, version: data.terraform_version };
}

/** What people call the engines. */
export const TITLES = { terraform: "Terraform", tofu: "OpenTofu" } as const;

/** The first minor versions 1.x that know ephemeral variables. */
const FIRST = { terraform: 10, tofu: 11 } as const;

/** The first version of an engine that reads our stacks. */
export const firstVersion = (program: Engine["program"]): string => `1.${String(FIRST[program])}`;

/** Whether an engine is too old for our stacks. */
export function isTooOld({ program, version }: Engine): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < 1 || (major === 1 && minor < FIRST[program]);
}

/**
 * Ends a command whose stacks the engine can't read: all credentials in them are ephemeral variables, so
 * that they are in no plan and no state. An older engine has three errors for it that name no cause.
 * @param file the program's path
 * @throws {CommandFailure} with what it is and what is needed
 */
export function requireEphemeral(engine: Engine, file: string): void {
  if (!isTooOld(engine)) return;
  const { program, version } = engine;
  const needed = `${TITLES.terraform} ${firstVersion("terraform")} or ${TITLES.tofu} ${firstVersion("tofu")}, or newer`;
  throw new CommandFailure(
    `${file} is ${TITLES[program]} ${version}. The stacks need ${needed}: credentials are ephemeral variables, ` +
      "so that no plan and no state holds them. Install one of these, or name another program in TERRAFORM_BINARY_NAME.",
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
