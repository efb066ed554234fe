/** Terraform in the demo's stack, driven as a user drives it. */
import { join } from "node:path";
import type { Programs, Ran } from "./command";
import { cdktf, type Project, STACK } from "./project";

/** A program failed; what it said is in the message. */
export class ProgramFailed extends Error {
  /**
   * @param command as a user would type it
   * @param said all that it printed
   */
  constructor(
    readonly command: string,
    said: string,
  ) {
    super(`\`${command}\` failed:\n\n${said.trim()}`);
  }
}

/** What a plan found. */
export interface PlanResult {
  /** Whether there is anything to do: exit code 2 of `-detailed-exitcode`. */
  readonly changes: boolean;
  /** Names of EspoCRM's settings that the plan changes. */
  readonly settings: readonly string[];
}

/** How Terraform is run. */
export interface TerraformOptions {
  /** The project. */
  readonly project: Project;
  /** The running programs. */
  readonly programs: Programs;
  /** Path of Terraform. */
  readonly terraform: string;
  /** Environment: credentials, providers. */
  readonly environment: NodeJS.ProcessEnv;
  /** Is told every line that a program prints. */
  readonly onLine: (line: string) => void;
}

/** The demo's Terraform. */
export class Terraform {
  constructor(private readonly options: TerraformOptions) {}

  /** `cdktf deploy demo` */
  deploy(): Promise<Ran> {
    return this.#cdktf("deploy");
  }

  /** `cdktf destroy demo` */
  destroy(): Promise<Ran> {
    return this.#cdktf("destroy");
  }

  /** `terraform plan -detailed-exitcode` in the synthesized stack. */
  async plan(): Promise<PlanResult> {
    const args = ["plan", "-input=false", "-no-color", "-detailed-exitcode", "-out=demo.tfplan"];
    const { code } = await this.#terraform(args, [0, 2]);
    const { stdout } = await this.#terraform(["show", "-json", "demo.tfplan"], [0]);
    return { changes: code === 2, settings: changedSettings(stdout) };
  }

  async #cdktf(verb: "deploy" | "destroy"): Promise<Ran> {
    // Without a registry `terraform providers lock` fails; the versions are pinned all the same.
    const args = [cdktf(), verb, STACK, "--auto-approve", "--skip-provider-lock", "--no-color"];
    const { environment, onLine, programs, project } = this.options;
    const ran = await programs.run(process.execPath, args, {
      cwd: project.folder,
      env: environment,
      onLine,
    });
    if (ran.code !== 0) throw new ProgramFailed(`cdktf ${verb} ${STACK}`, ran.said);
    return ran;
  }

  async #terraform(args: readonly string[], expected: readonly number[]): Promise<Ran> {
    const { environment, programs, project, terraform } = this.options;
    const cwd = join(project.folder, "cdktf.out/stacks", STACK);
    const ran = await programs.run(terraform, args, { cwd, env: environment });
    if (!expected.includes(ran.code)) throw new ProgramFailed(`terraform ${args[0]}`, ran.said);
    return ran;
  }
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly before: Values; readonly after: Values };
  }[];
}
type Values = Readonly<Record<string, unknown>> | null;

function changedSettings(planJson: string): string[] {
  const { resource_changes = [] } = JSON.parse(planJson) as PlanJson;
  const change = resource_changes.find(
    ({ address }) => address === "restapi_object.settings",
  )?.change;
  const data = (values: Values | undefined) =>
    JSON.parse((values?.["data"] as string | undefined) ?? "{}") as Record<string, unknown>;
  const [before, after] = [data(change?.before), data(change?.after)];
  return Object.keys({ ...before, ...after })
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .sort();
}
