import { readFile } from "node:fs/promises";
import { z } from "zod";

const block = z.record(z.string(), z.unknown());
const blocks = z.record(z.string(), z.record(z.string(), block));

const configurationSchema = z.object({
  terraform: z.unknown().optional(),
  module: z.unknown().optional(),
  provider: z
    .record(z.string(), z.union([z.array(block), block.transform((one) => [one])]))
    .default({}),
  variable: z
    .record(
      z.string(),
      z.object({
        default: z.unknown().optional(),
        ephemeral: z.boolean().default(false),
        sensitive: z.boolean().default(false),
      }),
    )
    .default({}),
  data: blocks.default({}),
  resource: blocks.default({}),
});

/** The Terraform JSON of a stack, as far as commands look into it. */
export interface StackConfiguration extends z.infer<typeof configurationSchema> {
  /** The whole text. */
  readonly text: string;
}

/** Reads a stack's synthesized Terraform JSON. */
export async function readConfiguration(file: string): Promise<StackConfiguration> {
  const text = await readFile(file, "utf8");
  return { ...configurationSchema.parse(JSON.parse(text)), text };
}
