import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuthentikRelease, StandIns } from "../../terraform";
import { startProviders } from "../../terraform";

/** The folder with the pinned schemas. */
export const SCHEMAS = join(__dirname, "../../../providers");

/** Terraform's name; undefined where there is none. */
export const TERRAFORM = [process.env["TERRAFORM_BINARY_NAME"], "terraform", "tofu"].find(
  (name) => name && spawnSync(name, ["version"]).status === 0,
);

/** `describe` where there is a Terraform; else the suite is skipped, and its name says why. */
export const describeWithTerraform = (name: string, suite: () => void): void => {
  if (TERRAFORM === undefined) describe.skip(`${name} [skipped: no Terraform here]`, suite);
  else describe(name, suite);
};

/** What a command did. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A change in a plan, as `terraform show -json` puts it. */
export interface PlannedChange {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown: Readonly<Record<string, unknown>>;
  };
}

/** A plan, as `terraform show -json` puts it. */
export interface Plan {
  readonly resource_changes?: readonly PlannedChange[];
  readonly resource_drift?: readonly PlannedChange[];
}

/** A resource in a state, as `terraform show -json` puts it. */
export interface StateResource {
  readonly address: string;
  readonly mode: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Whether tests run with the real providers: a mirror of them must be in Terraform's CLI configuration. */
const REAL_PROVIDERS = process.env["TEST_PROVIDERS"] === "real";

/**
 * What Terraform is told of the stand-ins: nothing where `TEST_PROVIDERS=real`, and of authentik's alone
 * where it is `real-restapi`.
 */
export function attached({ environment }: StandIns): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE } = process.env;
  if (REAL_PROVIDERS) return { CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE };
  if (process.env["TEST_PROVIDERS"] !== "real-restapi") return { ...environment };
  const all = JSON.parse(environment.TF_REATTACH_PROVIDERS) as Record<string, unknown>;
  const others = Object.entries(all).filter(([name]) => !name.endsWith("/mastercard/restapi"));
  return {
    ...environment,
    TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(others)),
    TF_CLI_CONFIG_FILE,
  };
}

/**
 * A folder to run Terraform in, with the stand-ins attached; with the real providers where
 * `TEST_PROVIDERS=real`, with the real one of EspoCRM where it is `real-restapi`.
 */
export class Workspace {
  private constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly resources: readonly { close(): Promise<void> }[],
  ) {}

  /** A workspace in a folder of its own, initialized. */
  static async open(
    configuration: string,
    authentikRelease: AuthentikRelease = "2026.5.0",
  ): Promise<Workspace> {
    const folder = await mkdtemp(join(tmpdir(), "workspace-"));
    const workspace = await Workspace.at(folder, authentikRelease);
    await workspace.configure(configuration);
    await workspace.succeed(["init", "-input=false"]);
    return workspace;
  }

  /** A workspace in an existing folder, which may be filled before it is initialized. */
  static async at(folder: string, authentikRelease: AuthentikRelease): Promise<Workspace> {
    const plain = { ...process.env, CHECKPOINT_DISABLE: "1" };
    if (REAL_PROVIDERS) return new Workspace(folder, plain, []);
    const providers = await startProviders({ schemas: SCHEMAS, authentikRelease, environment: {} });
    return new Workspace(folder, { ...plain, ...attached(providers) }, [providers]);
  }

  async configure(configuration: string): Promise<void> {
    await writeFile(join(this.folder, "main.tf"), configuration);
  }

  run(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ran> {
    const given = Object.entries(variables).map(([name, value]): [string, string] => [
      `TF_VAR_${name}`,
      value,
    ]);
    const env = { ...this.environment, ...Object.fromEntries(given) };
    const [command = "", ...rest] = args;
    return new Promise((resolve) => {
      execFile(
        TERRAFORM ?? "terraform",
        [command, ...(["show", "state"].includes(command) ? [] : ["-no-color"]), ...rest],
        { cwd: this.folder, env, maxBuffer: 2 ** 28 },
        (error, stdout, stderr) => {
          resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
        },
      );
    });
  }

  /** Runs a command that must succeed. */
  async succeed(args: readonly string[], variables?: Readonly<Record<string, string>>) {
    const ran = await this.run(args, variables);
    if (ran.code !== 0) throw new Error(`terraform ${args.join(" ")}:\n${ran.stderr}`);
    return ran;
  }

  /** Plans, and saves the plan for `apply`. */
  async plan(variables?: Readonly<Record<string, string>>, ...args: string[]): Promise<Plan> {
    await this.succeed(["plan", "-input=false", "-out=saved", ...args], variables);
    return JSON.parse((await this.succeed(["show", "-json", "saved"])).stdout) as Plan;
  }

  /** Applies the saved plan. */
  apply(variables?: Readonly<Record<string, string>>): Promise<Ran> {
    return this.run(["apply", "-input=false", "saved"], variables);
  }

  /** Plans and applies. */
  async planAndApply(variables?: Readonly<Record<string, string>>): Promise<Plan> {
    const plan = await this.plan(variables);
    await this.succeed(["apply", "-input=false", "saved"], variables);
    return plan;
  }

  async state(): Promise<readonly StateResource[]> {
    const { stdout } = await this.succeed(["show", "-json"]);
    const state = JSON.parse(stdout) as {
      values?: { root_module: { resources?: StateResource[] } };
    };
    return state.values?.root_module.resources ?? [];
  }

  async close(): Promise<void> {
    await Promise.all(this.resources.map((resource) => resource.close()));
    await rm(this.folder, { recursive: true, force: true });
  }
}
