import type { Stack } from "../../../cli/stacks/stack";

/** A stack of this name that uses outputs of others. */
export const stack = (name: string, dependencies: readonly string[] = []): Stack => ({
  name,
  dependencies,
  folder: `/out/stacks/${name}`,
  file: `/out/stacks/${name}/cdk.tf.json`,
  annotations: [],
  json: { text: "{}", provider: {}, variable: {}, data: {}, resource: {} },
});
