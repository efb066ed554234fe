import type { Stack } from "../stacks/stack";
import { Diagnostics, type Message, readMessage } from "./diagnostics";
import { lockArguments } from "./planning";
import { whatWasSaid } from "./said";
import type { Terraform } from "./terraform";

/** What became of applying a plan. */
export type ApplyOutcome =
  | {
      readonly kind: "applied";
      /** What Terraform warned of. */
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: "failed";
      /** What Terraform said. */
      readonly said: string;
    };

/** How a saved plan is applied. */
export interface ApplyOptions {
  /** The plan. */
  readonly file: string;
  /** Values of Terraform's ephemeral variables, which no plan holds, over those of the environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Is told of each resource that is done. */
  readonly onResource: (line: string) => void;
  /** How long to wait for a lock of the state, as Terraform takes it. @default - not at all */
  readonly lockTimeout?: string | undefined;
}

/** Applies a saved plan, exactly. */
export async function applyPlan(
  terraform: Terraform,
  stack: Stack,
  { file, lockTimeout, onResource, variables }: ApplyOptions,
): Promise<ApplyOutcome> {
  const diagnostics = new Diagnostics();
  const args = ["apply", "-json", "-input=false", ...lockArguments(lockTimeout), file];
  const ended = await terraform.run(args, {
    folder: stack.folder,
    variables,
    secretFiles: true, // The state, where it is a file.
    onLine: (line) => {
      const message = readMessage(line);
      diagnostics.take(message);
      const told = resourceLine(message);
      if (told !== undefined) onResource(told);
    },
  });
  if (ended.code === 0) return { kind: "applied", warnings: diagnostics.warnings };
  const said = whatWasSaid(diagnostics, ended, terraform, stack);
  return {
    kind: "failed",
    said: diagnostics.sayStale
      ? `The state of ${stack.name} has changed since this plan was made: something was applied meanwhile. Plan again.`
      : said,
  };
}

const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "destroyed",
  replace: "replaced",
  read: "read",
};

function resourceLine(message: Message | undefined): string | undefined {
  if (message === undefined || message.type === "diagnostic") return undefined;
  const { action, resource } = message.hook;
  if (message.type === "apply_complete") return `${resource.addr} ${DONE[action] ?? action}`;
  return message.type === "apply_errored" ? `${resource.addr} failed` : undefined;
}
