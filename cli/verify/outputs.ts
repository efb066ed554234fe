import { existsSync } from "node:fs";
import { z } from "zod";
import { CommandFailure } from "../run/failure";
import type { Interruption } from "../run/interruption";
import { Terraform } from "../terraform/terraform";

/** What verification takes from Terraform's outputs of a stack. */
export interface Outputs {
  /** The client secret as Terraform's state has it; undefined where it could not be had. */
  readonly clientSecret: string | undefined;
  /** Why something could not be had; empty where all is there. */
  readonly missing: string;
}

const outputsSchema = z.looseObject({
  client_secret: z.looseObject({ value: z.string() }).optional(),
});

/** Reads the outputs of the stack whose folder this is. It never fails: it says what is missing. */
export async function readOutputs(
  folder: string,
  environment: NodeJS.ProcessEnv,
  interruption: Interruption,
  keepSecret: (value: string) => void,
): Promise<Outputs> {
  if (!existsSync(folder)) return without("this stack was not synthesized here");
  try {
    const terraform = await Terraform.find(environment, interruption);
    const ended = await terraform.run(["output", "-json", "-no-color"], { folder });
    if (ended.code !== 0) return without("`terraform output` failed: is the stack initialized?");
    const outputs = outputsSchema.safeParse(JSON.parse(ended.stdout || "{}"));
    const secret = outputs.data?.client_secret?.value;
    if (secret === undefined) return without("Terraform's outputs have no client_secret");
    keepSecret(secret);
    return { clientSecret: secret, missing: "" };
  } catch (error) {
    if (error instanceof CommandFailure) return without("there is no Terraform here");
    if (error instanceof SyntaxError) return without("`terraform output` gave no JSON");
    throw error;
  }
}

const without = (missing: string): Outputs => ({ clientSecret: undefined, missing });
