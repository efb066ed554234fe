/** Planning against Terraform's state alone, where the credentials of EspoCRM are not given away. */
import { z } from "zod";
import { beside } from "../stacks/beside";
import type { Stack } from "../stacks/stack";
import { variableNamed } from "../stacks/variables";

const providerSchema = z.object({
  alias: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
});

/** Stands in the place of a credential that nobody sends anywhere. */
const NOT_GIVEN = "not-given";

/**
 * Values for the variables of EspoCRM's credentials that the environment lacks: Terraform wants some, and
 * sends them nowhere while it refreshes nothing.
 */
export function placeholders(
  { json }: Stack,
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  const names = (json.provider["restapi"] ?? []).flatMap((block) => {
    const { password, username } = providerSchema.safeParse(block).data ?? {};
    return [username, password].map(variableNamed).filter((name) => name !== undefined);
  });
  const lacking = names.filter((name) => environment[`TF_VAR_${name}`] === undefined);
  return Object.fromEntries(lacking.map((name) => [name, NOT_GIVEN]));
}

/**
 * Keeps the Terraform provider of EspoCRM from trying its connection while something is done. An empty path,
 * not none: in the place of one that is left out the provider takes `REST_API_TEST_PATH`.
 */
export function withoutTrial<T>(stack: Stack, work: () => Promise<T>): Promise<T> {
  const blocks = (stack.json.provider["restapi"] ?? []).map((block) => {
    const { alias } = providerSchema.safeParse(block).data ?? {};
    return { ...(alias !== undefined && { alias }), test_path: "" };
  });
  const override = { provider: { restapi: blocks } };
  return beside(stack, "state-alone_override.tf.json", override, work);
}

const configurationSchema = z.looseObject({
  configuration: z.looseObject({
    provider_config: z.record(
      z.string(),
      z.looseObject({ expressions: z.record(z.string(), z.unknown()).optional() }),
    ),
  }),
});

/** The JSON of a plan made so, without a word of the trial that was left out: it is no change. */
export function withoutTrialIn(planJsonText: string): string {
  const plan = configurationSchema.safeParse(JSON.parse(planJsonText)).data;
  if (plan === undefined) return planJsonText;
  for (const { expressions } of Object.values(plan.configuration.provider_config)) {
    delete expressions?.["test_path"];
  }
  return JSON.stringify(plan);
}
