import { readFile } from "node:fs/promises";
import { z } from "zod";
import { CommandFailure } from "../run/failure";

const block = z.record(z.string(), z.unknown());
const blocks = z.record(z.string(), z.record(z.string(), block));

const stackJsonSchema = z.object({
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
        description: z.string().optional(),
        ephemeral: z.boolean().default(false),
        sensitive: z.boolean().default(false),
      }),
    )
    .default({}),
  data: blocks.default({}),
  resource: blocks.default({}),
});

/** The Terraform JSON of a stack (`cdk.tf.json`), as far as commands look into it. */
export interface StackJson extends z.infer<typeof stackJsonSchema> {
  /** The whole text. */
  readonly text: string;
}

/**
 * Reads a stack's synthesized Terraform JSON.
 * @throws {CommandFailure} where the file is none
 */
export async function readStackJson(file: string): Promise<StackJson> {
  try {
    const text = await readFile(file, "utf8");
    return { ...stackJsonSchema.parse(JSON.parse(text)), text };
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new CommandFailure(`${file} is no Terraform JSON as CDKTF writes it:\n${why}`);
  }
}
