import type { Stack } from "../stacks/stack";
import { Diagnostics, type Message, readMessage } from "./diagnostics";
import { whatWasSaid } from "./planning";
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
}

/** Applies a saved plan, exactly. */
export async function applyPlan(
  terraform: Terraform,
  { folder, name }: Stack,
  { file, onResource, variables }: ApplyOptions,
): Promise<ApplyOutcome> {
  const diagnostics = new Diagnostics();
  const ended = await terraform.run(["apply", "-json", "-input=false", file], {
    folder,
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
  const said = whatWasSaid(diagnostics, ended);
  return {
    kind: "failed",
    said: diagnostics.sayStale
      ? `The state of ${name} has changed since this plan was made: something was applied meanwhile. Plan again.`
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
