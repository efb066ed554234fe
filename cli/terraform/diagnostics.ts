import { z } from "zod";

const diagnosticSchema = z.object({
  severity: z.string(),
  summary: z.string(),
  detail: z.string().default(""),
  address: z.string().optional(),
});

const messageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("diagnostic"), diagnostic: diagnosticSchema }),
  z.object({
    type: z.enum(["apply_start", "apply_complete", "apply_errored"]),
    hook: z.object({
      resource: z.object({ addr: z.string() }),
      action: z.string(),
      elapsed_seconds: z.number().optional(),
    }),
  }),
]);

/** What Terraform found wrong, or warns of. */
export type Diagnostic = z.infer<typeof diagnosticSchema>;

/** A message of Terraform's machine-readable output that commands look at. */
export type Message = z.infer<typeof messageSchema>;

/** Reads a line of `terraform … -json`; undefined for messages of no interest. */
export function readMessage(line: string): Message | undefined {
  try {
    return messageSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Collects the diagnostics of a command's output. */
export class Diagnostics {
  readonly #found: Diagnostic[] = [];

  /** Takes a message. */
  take(message: Message | undefined): void {
    if (message?.type === "diagnostic") this.#found.push(message.diagnostic);
  }

  /** The errors, for people: each once, with its resource. */
  get errors(): string {
    const texts = this.#found.filter(({ severity }) => severity === "error").map(told);
    return [...new Set(texts)].join("\n");
  }

  /** Whether Terraform asks for `init`. */
  get wantInitialization(): boolean {
    return /\b(terraform|tofu) init\b/.test(this.errors);
  }

  /** Whether the state has changed since a plan was made. */
  get sayStale(): boolean {
    return this.#found.some(({ summary }) => /saved plan is stale/i.test(summary));
  }
}

function told({ address, detail, summary }: Diagnostic): string {
  const variable = /root module input variable "([\w-]+)" is not set/.exec(detail)?.[1];
  const mend = variable === undefined ? "" : ` Set TF_VAR_${variable}.`;
  const where = address === undefined ? "" : ` (${address})`;
  return [`${summary}${where}`, ...(detail === "" ? [] : [`${detail}${mend}`])].join("\n");
}
