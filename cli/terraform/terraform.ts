import { type Ended, runChild } from "../run/child";
import { CommandFailure } from "../run/failure";
import type { Interruption } from "../run/interruption";
import { findTerraform } from "./binary";
import { type Engine, engineThatSaid, requireEphemeral } from "./engine";

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

/** The Terraform (or OpenTofu) of this machine. */
export class Terraform {
  private constructor(
    /** Absolute path of the program. */
    readonly program: string,
    /** Which engine it is, and of which version. */
    readonly engine: Engine,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly interruption: Interruption,
  ) {}

  /** Its name and version, such as `terraform 1.11.4`. */
  get version(): string {
    return `${this.engine.program} ${this.engine.version}`;
  }

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
    const engine = engineThatSaid(ended.stdout);
    if (engine === undefined) {
      throw new CommandFailure(
        `${program} is no Terraform that runs: \`version -json\` ended with exit code ${ended.code}. Install Terraform or OpenTofu, or name another program in TERRAFORM_BINARY_NAME.`,
      );
    }
    return new Terraform(program, engine, environment, interruption);
  }

  /**
   * Finds the program for stacks that are planned and applied.
   * @throws {CommandFailure} as `find`, and where the program is too old for them
   */
  static async findForStacks(environment: NodeJS.ProcessEnv, interruption: Interruption) {
    const terraform = await Terraform.find(environment, interruption);
    requireEphemeral(terraform.engine, terraform.program);
    return terraform;
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
      endsWithUs: true,
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
