import { z } from "zod";
import { CommandFailure } from "../../run/failure";
import { jsonDigest } from "./digest";

/** Attributes of a resource, as Terraform knows them. */
export type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values =>
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
  values: values.nullish(),
  sensitive_values: z.unknown().optional(),
});

interface StateModule {
  readonly resources?: readonly z.infer<typeof stateResource>[] | null | undefined;
  readonly child_modules?: readonly StateModule[] | null | undefined;
}
const stateModule: z.ZodType<StateModule> = z.lazy(() =>
  z.object({
    resources: z.array(stateResource).nullish(),
    child_modules: z.array(stateModule).nullish(),
  }),
);

const configuredResource = z.object({ address: z.string(), expressions: values.nullish() });

interface ConfiguredModule {
  readonly resources?: readonly z.infer<typeof configuredResource>[] | null | undefined;
  readonly module_calls?:
    Readonly<Record<string, { module?: ConfiguredModule | null | undefined }>> | null | undefined;
  readonly variables?:
    Readonly<Record<string, { sensitive?: boolean | null | undefined }>> | null | undefined;
}
const configuredModule: z.ZodType<ConfiguredModule> = z.lazy(() =>
  z.object({
    resources: z.array(configuredResource).nullish(),
    module_calls: z.record(z.string(), z.object({ module: configuredModule.nullish() })).nullish(),
    variables: z.record(z.string(), z.object({ sensitive: z.boolean().nullish() })).nullish(),
  }),
);

const problems = z.array(z.object({ message: z.string().nullish() })).nullish();

const check = z.object({
  address: z.object({ to_display: z.string() }),
  status: z.string(),
  problems,
  instances: z.array(z.object({ status: z.string(), problems })).nullish(),
});

const planSchema = z.object({
  format_version: z.string().regex(/^(0|1)\./, "expected a version of format 1"),
  terraform_version: z.string().nullish(),
  variables: z.record(z.string(), z.object({ value: z.unknown().optional() })).nullish(),
  resource_changes: z.array(resourceChange).nullish(),
  resource_drift: z.array(resourceChange).nullish(),
  output_changes: z.record(z.string(), z.object({ actions: z.array(z.string()) })).nullish(),
  prior_state: z
    .object({ values: z.object({ root_module: stateModule.nullish() }).nullish() })
    .nullish(),
  configuration: z
    .object({
      provider_config: z
        .record(
          z.string(),
          z.object({ full_name: z.string().nullish(), version_constraint: z.string().nullish() }),
        )
        .nullish(),
      root_module: configuredModule.nullish(),
    })
    .nullish(),
  checks: z.array(check).nullish(),
  applyable: z.boolean().nullish(),
  errored: z.boolean().nullish(),
});

/** A change of one resource, planned or (in the drift) already made. */
export type ResourceChange = z.infer<typeof resourceChange>;

/** A resource or look-up of the state that Terraform planned from. */
export type StateResource = z.infer<typeof stateResource>;

/** What a check found. */
export type Check = z.infer<typeof check>;

/** A plan, as far as a review looks at it. */
export interface Plan {
  /** Digest of its JSON: `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** Version of Terraform (or OpenTofu) that planned. */
  readonly terraformVersion: string | undefined;
  /** What is to be done. */
  readonly changes: readonly ResourceChange[];
  /** What was found changed outside of Terraform. */
  readonly drift: readonly ResourceChange[];
  /** Names of outputs that change. */
  readonly outputs: readonly string[];
  /** Resources and look-ups, all modules'. */
  readonly state: readonly StateResource[];
  /** Expressions of the configuration, by address without indices. */
  readonly expressions: ReadonlyMap<string, Values>;
  /** Version constraints, by the provider's source address. */
  readonly providers: ReadonlyMap<string, string>;
  /** Values of variables that are declared sensitive. Never to be shown: to be looked for. */
  readonly sensitiveVariables: readonly unknown[];
  /** Conditions and check blocks. */
  readonly checks: readonly Check[];
  /** Whether applying would do anything, as Terraform itself says. */
  readonly applyable: boolean | undefined;
  /** Whether Terraform stopped with an error. */
  readonly errored: boolean;
}

/**
 * Reads the JSON of a plan.
 * @throws {CommandFailure} with exit code 2 if it is none; the message shows nothing of it
 */
export function parsePlan(text: string): Plan {
  // First, while the text is still in the processor's cache: later it takes half as long again.
  const digest = jsonDigest(text);
  const { data, error } = planSchema.safeParse(parseJson(text));
  if (error) throw new CommandFailure(complaint(error));
  const root = data.configuration?.root_module ?? {};
  const sensitive = Object.entries(root.variables ?? {}).filter(([, { sensitive }]) => sensitive);
  // Not by a default in the schema: transforms take zod as long as all the rest.
  const changes = data.resource_changes ?? [];
  const drift = data.resource_drift ?? [];
  return {
    digest,
    terraformVersion: data.terraform_version ?? undefined,
    changes: [...changes, ...unplanned(drift, changes)],
    drift,
    outputs: Object.entries(data.output_changes ?? {})
      .filter(([, { actions }]) => actions.some((action) => action !== "no-op"))
      .map(([name]) => name),
    state: stateResources(data.prior_state?.values?.root_module ?? {}),
    expressions: new Map(configuredExpressions(root, "")),
    providers: new Map(
      Object.values(data.configuration?.provider_config ?? {}).flatMap(
        ({ full_name, version_constraint }): [string, string][] =>
          full_name ? [[full_name, version_constraint ?? ""]] : [],
      ),
    ),
    sensitiveVariables: sensitive.map(([name]) => data.variables?.[name]?.value),
    checks: data.checks ?? [],
    applyable: data.applyable ?? undefined,
    errored: data.errored ?? false,
  };
}

/** A plan that only refreshes names no resource but in its drift: nothing is done to these. */
function unplanned(
  drift: readonly ResourceChange[],
  changes: readonly ResourceChange[],
): ResourceChange[] {
  const planned = new Set(changes.map(({ address }) => address));
  return drift
    .filter(({ address }) => !planned.has(address))
    .map((found) => {
      const { after, after_sensitive, before, before_sensitive } = found.change;
      const [values, mask] = after ? [after, after_sensitive] : [before, before_sensitive];
      const change = {
        actions: ["no-op"],
        before: values,
        after: values,
        after_unknown: {},
        before_sensitive: mask,
        after_sensitive: mask,
      };
      return { ...found, previous_address: undefined, change };
    });
}

const HOW = "Give the output of: terraform show -json <saved plan>";

function parseJson(text: string): unknown {
  if (text.trim() === "") throw new CommandFailure(`Nothing to review: the input is empty. ${HOW}`);
  if (text.startsWith("PK")) throw new CommandFailure(`This is a saved plan, not its JSON. ${HOW}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may be a secret.
    throw new CommandFailure(`This is not JSON. ${HOW}`);
  }
  if (isValues(json) && "values" in json && !("planned_values" in json))
    throw new CommandFailure(`This is the JSON of a state, not of a plan. ${HOW}`);
  return json;
}

function complaint(error: z.ZodError): string {
  const lines = error.issues.map(({ message, path }) => {
    const where = path.map(String).join(".");
    return `  - ${where === "" ? "the whole" : where}: ${message}`;
  });
  return [`This is not the JSON of a plan. ${HOW}`, ...lines.slice(0, 10)].join("\n");
}

const stateResources = (module: StateModule): StateResource[] => [
  ...(module.resources ?? []),
  ...(module.child_modules ?? []).flatMap(stateResources),
];

const configuredExpressions = (module: ConfiguredModule, prefix: string): [string, Values][] => [
  ...(module.resources ?? []).map(({ address, expressions }): [string, Values] => [
    prefix + address,
    expressions ?? {},
  ]),
  ...Object.entries(module.module_calls ?? {}).flatMap(([name, { module: called }]) =>
    configuredExpressions(called ?? {}, `${prefix}module.${name}.`),
  ),
];
