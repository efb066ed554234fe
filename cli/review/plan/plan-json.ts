import type { z } from "zod";
import { CommandFailure } from "../../run/failure";
import { jsonDigest } from "./digest";
import {
  type Check,
  type ConfiguredModule,
  type ConfiguredResource,
  isValues,
  type OutputChange,
  planSchema,
  type ProviderBlock,
  type ResourceChange,
  type StateModule,
  type StateResource,
} from "./plan-schema";

export type {
  Check,
  ConfiguredResource,
  OutputChange,
  ProviderBlock,
  ResourceChange,
  StateResource,
  Values,
} from "./plan-schema";

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
  /** Outputs that change. */
  readonly outputs: readonly OutputChange[];
  /** Resources and look-ups, all modules'. */
  readonly state: readonly StateResource[];
  /** Resources of the configuration, by address without indices. */
  readonly configured: ReadonlyMap<string, ConfiguredResource>;
  /** Instances of Terraform's providers, by the key by which resources name them. */
  readonly blocks: ReadonlyMap<string, ProviderBlock>;
  /** Names of variables that are declared sensitive. */
  readonly hiddenVariables: ReadonlySet<string>;
  /** Values of variables that are declared sensitive. Never to be shown: to be looked for. */
  readonly sensitiveVariables: readonly unknown[];
  /** Conditions and check blocks. */
  readonly checks: readonly Check[];
  /** How much Terraform puts off until another plan: changes, and whatever an incomplete plan lacks. */
  readonly deferred: number;
  /** Names of the actions of providers that applying invokes besides. */
  readonly invocations: readonly string[];
  /** Whether Terraform planned all of the configuration, as it says itself. */
  readonly complete: boolean;
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
  const state = stateResources(data.prior_state?.values?.root_module ?? {});
  const planned = [...changes, ...unplanned(drift, changes)];
  return {
    digest,
    terraformVersion: data.terraform_version ?? undefined,
    changes: [...planned, ...untold(state, planned)],
    drift,
    outputs: Object.entries(data.output_changes ?? {})
      .filter(([, { actions }]) => actions.some((action) => action !== "no-op"))
      .map(([name, change]) => ({
        name,
        ...change,
        hidden: root.outputs?.[name]?.sensitive === true,
      })),
    state,
    configured: new Map(configuredResources(root, "")),
    blocks: new Map(Object.entries(data.configuration?.provider_config ?? {})),
    hiddenVariables: new Set(sensitive.map(([name]) => name)),
    sensitiveVariables: sensitive.map(([name]) => data.variables?.[name]?.value),
    checks: data.checks ?? [],
    deferred: data.deferred_changes?.length ?? 0,
    invocations: (data.action_invocations ?? []).map(({ address }) =>
      typeof address === "string" ? address : "(unnamed)",
    ),
    complete: data.complete ?? true,
    applyable: data.applyable ?? undefined,
    errored: data.errored ?? false,
  };
}

/** The change of what stays as it is. */
const staying = (
  values: ResourceChange["change"]["before"],
  mask: ResourceChange["change"]["before_sensitive"],
): ResourceChange["change"] => ({
  actions: ["no-op"],
  before: values,
  after: values,
  after_unknown: {},
  before_sensitive: mask,
  after_sensitive: mask,
});

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
      return { ...found, previous_address: undefined, change: staying(values, mask) };
    });
}

/**
 * A plan of a part of the configuration names no resource of the rest: without its bindings an application
 * would look as if everybody got in. What the rest states of itself is as old as the last apply, and no
 * measure for what is planned.
 */
function untold(
  state: readonly StateResource[],
  planned: readonly ResourceChange[],
): ResourceChange[] {
  const known = new Set(
    planned.flatMap(({ address, previous_address: from }) => (from ? [address, from] : [address])),
  );
  return state.flatMap((resource): ResourceChange[] => {
    const { address, deposed_key, mode, name, sensitive_values: mask, type, values } = resource;
    if (mode !== "managed" || deposed_key || known.has(address) || !values) return [];
    if (type === "terraform_data") return [];
    const change = staying(values, mask);
    return [{ ...resource, name: name ?? address.replace(/^.*\./, ""), change }];
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
  ...(module.address
    ? (module.resources ?? []).map((one) => ({ ...one, module_address: module.address ?? "" }))
    : (module.resources ?? [])),
  ...(module.child_modules ?? []).flatMap(stateResources),
];

const configuredResources = (
  module: ConfiguredModule,
  prefix: string,
): [string, ConfiguredResource][] => [
  ...(module.resources ?? []).map((resource): [string, ConfiguredResource] => [
    prefix + resource.address,
    resource,
  ]),
  ...Object.entries(module.module_calls ?? {}).flatMap(([name, { module: called }]) =>
    configuredResources(called ?? {}, `${prefix}module.${name}.`),
  ),
];
