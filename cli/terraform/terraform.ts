import { basename } from "node:path";
import { z } from "zod";
import { type Ended, runChild } from "../run/child";
import { CommandFailure } from "../run/failure";
import type { Interruption } from "../run/interruption";
import { findTerraform } from "./binary";

/** How one Terraform command is run. */
export interface TerraformRun {
  /** Folder of the stack. */
  readonly folder: string;
  /** Values of Terraform variables, over those of the environment: name -> value. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Takes each line of standard output as it comes. @default - they are kept */
  readonly onLine?: (line: string) => void;
  /** Whether what it writes can be read by its owner alone. @default false */
  readonly secretFiles?: boolean;
}

const versionSchema = z.object({ terraform_version: z.string() });

/** The Terraform (or OpenTofu) of this machine. */
export class Terraform {
  private constructor(
    /** Absolute path of the program. */
    readonly program: string,
    /** Its name and version, such as `terraform 1.11.4`. */
    readonly version: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly interruption: Interruption,
  ) {}

  /**
   * Finds the program, and asks for its version.
   * @throws {CommandFailure} where there is none, or it does not run
   */
  static async find(environment: NodeJS.ProcessEnv, interruption: Interruption) {
    const program = await findTerraform(environment);
    const ended = await runChild(program, ["version", "-json"], {
      folder: process.cwd(),
      environment: terraformEnvironment(environment),
      interruption,
    });
    const parsed = versionSchema.safeParse(jsonIn(ended.stdout));
    if (!parsed.success) {
      throw new CommandFailure(
        `${program} is no Terraform that runs: \`version -json\` ended with exit code ${ended.code}. Install Terraform or OpenTofu, or name another program in TERRAFORM_BINARY_NAME.`,
      );
    }
    const name = /tofu/i.test(basename(program)) ? "tofu" : "terraform";
    const version = `${name} ${parsed.data.terraform_version}`;
    return new Terraform(program, version, environment, interruption);
  }

  /** Runs a command, such as `["plan", "-json"]`, to its end. */
  run(
    args: readonly string[],
    { folder, variables = {}, onLine, secretFiles = false }: TerraformRun,
  ): Promise<Ended> {
    const given = Object.entries(variables).map(([name, value]): [string, string] => [
      `TF_VAR_${name}`,
      value,
    ]);
    return runChild(this.program, args, {
      folder,
      environment: { ...terraformEnvironment(this.environment), ...Object.fromEntries(given) },
      interruption: this.interruption,
      secretFiles,
      ...(onLine && { onLine }),
    });
  }
}

/** No question to people or to HashiCorp, no hints on what to type next, a data folder per stack. */
function terraformEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...environment,
    TF_DATA_DIR: undefined,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    ...(!environment["TF_LOG_PATH"] && NO_LOG),
  };
}

/** A provider's log has the client secret in it: it goes where somebody asks for it, not to our output. */
const NO_LOG = { TF_LOG: undefined, TF_LOG_CORE: undefined, TF_LOG_PROVIDER: undefined } as const;

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
