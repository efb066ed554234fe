import type { Stack } from "../stacks/stack";
import { Diagnostics, readMessage } from "./diagnostics";
import type { Initialization } from "./initialization";
import { whatWasSaid } from "./said";
import type { Terraform } from "./terraform";

/** What became of a plan. */
export type PlanOutcome =
  | {
      readonly kind: "planned";
      /** Whether applying it changes anything. */
      readonly changes: boolean;
    }
  | {
      readonly kind: "failed";
      /** What Terraform said. */
      readonly said: string;
      /** Addresses of EspoCRM's objects that its Terraform provider could not plan. */
      readonly unplannable: readonly string[];
    };

/** How a stack is planned. */
export interface PlanOptions {
  /** File that the plan is written to. */
  readonly file: string;
  /** Whether to plan the end of the stack. */
  readonly destroy: boolean;
  /** Whether Terraform asks the servers what there is. @default true */
  readonly refresh?: boolean;
  /** Addresses of resources to make anew. @default - none */
  readonly replace?: readonly string[];
  /** How long to wait for a lock of the state, as Terraform takes it. @default - not at all */
  readonly lockTimeout?: string | undefined;
  /** Values of Terraform variables, over those of the environment. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Plans one stack, and initializes its folder where that is needed. */
export async function planStack(
  terraform: Terraform,
  initialization: Initialization,
  stack: Stack,
  options: PlanOptions,
): Promise<PlanOutcome> {
  const trouble = await initialization.initialize(stack);
  if (trouble !== undefined) return { kind: "failed", said: trouble, unplannable: [] };
  const first = await plan(terraform, stack, options);
  if (first.outcome.kind === "planned" || !first.diagnostics.wantInitialization) {
    return first.outcome;
  }
  const still = await initialization.initialize(stack, true);
  if (still !== undefined) return { kind: "failed", said: still, unplannable: [] };
  return (await plan(terraform, stack, options)).outcome;
}

/** How Terraform is told to wait for a lock of the state. */
export const lockArguments = (timeout: string | undefined): readonly string[] =>
  timeout === undefined ? [] : [`-lock-timeout=${timeout}`];

async function plan(
  terraform: Terraform,
  stack: Stack,
  { destroy, file, lockTimeout, refresh = true, replace = [], variables }: PlanOptions,
): Promise<{ outcome: PlanOutcome; diagnostics: Diagnostics }> {
  const diagnostics = new Diagnostics();
  const args = [
    ...["plan", "-json", "-input=false", "-detailed-exitcode", `-out=${file}`],
    ...(destroy ? ["-destroy"] : []),
    ...(refresh ? [] : ["-refresh=false"]),
    ...lockArguments(lockTimeout),
    ...replace.map((address) => `-replace=${address}`),
  ];
  const ended = await terraform.run(args, {
    folder: stack.folder,
    variables,
    onLine: (line) => diagnostics.take(readMessage(line)),
  });
  if (ended.code === 0 || ended.code === 2) {
    return { outcome: { kind: "planned", changes: ended.code === 2 }, diagnostics };
  }
  const { unplannable } = diagnostics;
  const said = whatWasSaid(diagnostics, ended, terraform, stack);
  return { outcome: { kind: "failed", said, unplannable }, diagnostics };
}

/** The plan's JSON: with secrets in clear text, so it is kept nowhere. */
export async function planJson(
  terraform: Terraform,
  { folder }: Stack,
  file: string,
): Promise<string> {
  const ended = await terraform.run(["show", "-json", "-no-color", file], { folder });
  if (ended.code !== 0) throw new Error(ended.stderr.trim() || "`show -json` failed");
  return ended.stdout;
}
