import { z } from "zod";

/** Attributes of a resource, as Terraform knows them. */
export type Values = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export const isValues = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Checked, not copied: these are most of a plan's bytes. */
const values = z.custom<Values>(isValues, "expected an object");

const change = z.object({
  actions: z.array(z.string()),
  before: values.nullish(),
  after: values.nullish(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  importing: values.nullish(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
});

const resourceChange = z.object({
  address: z.string(),
  previous_address: z.string().nullish(),
  module_address: z.string().nullish(),
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  index: z.union([z.string(), z.number()]).nullish(),
  provider_name: z.string().nullish(),
  action_reason: z.string().nullish(),
  deposed: z.string().nullish(),
  change,
});

const stateResource = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  name: z.string().nullish(),
  index: z.union([z.string(), z.number()]).nullish(),
  provider_name: z.string().nullish(),
  deposed_key: z.string().nullish(),
  values: values.nullish(),
  sensitive_values: z.unknown().optional(),
});

/** A module of a state. */
export interface StateModule {
  readonly address?: string | null | undefined;
  readonly resources?: readonly z.infer<typeof stateResource>[] | null | undefined;
  readonly child_modules?: readonly StateModule[] | null | undefined;
}
const stateModule: z.ZodType<StateModule> = z.lazy(() =>
  z.object({
    address: z.string().nullish(),
    resources: z.array(stateResource).nullish(),
    child_modules: z.array(stateModule).nullish(),
  }),
);

const configuredResource = z.object({
  address: z.string(),
  provider_config_key: z.string().nullish(),
  depends_on: z.array(z.string()).nullish(),
  provisioners: z.array(z.object({ type: z.string().nullish() })).nullish(),
  expressions: values.nullish(),
});

const providerBlock = z.object({
  name: z.string().nullish(),
  full_name: z.string().nullish(),
  version_constraint: z.string().nullish(),
  expressions: values.nullish(),
});

const outputChange = z.object({
  actions: z.array(z.string()),
  after: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
});

/** A module of a configuration. */
export interface ConfiguredModule {
  readonly resources?: readonly z.infer<typeof configuredResource>[] | null | undefined;
  readonly module_calls?:
    Readonly<Record<string, { module?: ConfiguredModule | null | undefined }>> | null | undefined;
  readonly outputs?:
    Readonly<Record<string, { sensitive?: boolean | null | undefined }>> | null | undefined;
  readonly variables?:
    Readonly<Record<string, { sensitive?: boolean | null | undefined }>> | null | undefined;
}
const configuredModule: z.ZodType<ConfiguredModule> = z.lazy(() =>
  z.object({
    resources: z.array(configuredResource).nullish(),
    module_calls: z.record(z.string(), z.object({ module: configuredModule.nullish() })).nullish(),
    outputs: z.record(z.string(), z.object({ sensitive: z.boolean().nullish() })).nullish(),
    variables: z.record(z.string(), z.object({ sensitive: z.boolean().nullish() })).nullish(),
  }),
);

const problems = z.array(z.object({ message: z.string().nullish() })).nullish();

const check = z.object({
  address: z.object({ kind: z.string().nullish(), to_display: z.string() }),
  status: z.string(),
  problems,
  instances: z.array(z.object({ status: z.string(), problems })).nullish(),
});

/** The JSON of a plan, as far as a review looks at it. */
export const planSchema = z.object({
  format_version: z.string().regex(/^(0|1)\./, "expected a version of format 1"),
  terraform_version: z.string().nullish(),
  variables: z.record(z.string(), z.object({ value: z.unknown().optional() })).nullish(),
  resource_changes: z.array(resourceChange).nullish(),
  resource_drift: z.array(resourceChange).nullish(),
  output_changes: z.record(z.string(), outputChange).nullish(),
  deferred_changes: z.array(z.unknown()).nullish(),
  action_invocations: z.array(values).nullish(),
  prior_state: z
    .object({ values: z.object({ root_module: stateModule.nullish() }).nullish() })
    .nullish(),
  configuration: z
    .object({
      provider_config: z.record(z.string(), providerBlock).nullish(),
      root_module: configuredModule.nullish(),
    })
    .nullish(),
  checks: z.array(check).nullish(),
  applyable: z.boolean().nullish(),
  complete: z.boolean().nullish(),
  errored: z.boolean().nullish(),
});

/** A change of one resource, planned or (in the drift) already made. */
export type ResourceChange = z.infer<typeof resourceChange>;

/** A resource of the configuration. */
export type ConfiguredResource = z.infer<typeof configuredResource>;

/** An instance of one of Terraform's providers, as the configuration has it. */
export type ProviderBlock = z.infer<typeof providerBlock>;

/** A change of an output. */
export type OutputChange = z.infer<typeof outputChange> & {
  readonly name: string;
  /** Whether the configuration hides it; Terraform's `after_sensitive` stays where that ends. */
  readonly hidden: boolean;
};

/** A resource or look-up of the state that Terraform planned from. */
export type StateResource = z.infer<typeof stateResource> & {
  /** The module that it is in. @default - the root module */
  readonly module_address?: string | undefined;
};

/** What a check found. */
export type Check = z.infer<typeof check>;
