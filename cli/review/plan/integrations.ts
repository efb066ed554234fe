import type { Plan, ResourceChange } from "./plan-json";

/** The resources of one integration, as the construct `EspoAuthentikIntegration` names them. */
export interface Integration {
  /** Path of the construct in its stack, `module.…` in front of it; empty for a stack of its own. */
  readonly path: string;
  /** The read-only object over EspoCRM's settings. */
  readonly observer: ResourceChange | undefined;
  /** The write of the client secret. Nothing of it is ever shown. */
  readonly secret: ResourceChange | undefined;
  /** The write of all other settings. */
  readonly settings: ResourceChange | undefined;
  /** What puts single settings back as soon as the configuration no longer names them. */
  readonly withdrawals: readonly ResourceChange[];
  /** The clearing of EspoCRM's cached keys. */
  readonly keyCache: ResourceChange | undefined;
  /** The snapshot of the settings before the integration. */
  readonly snapshot: ResourceChange | undefined;
  /** Which OAuth2 provider's secret it is: a new one replaces the write of the secret. */
  readonly secretOf: ResourceChange | undefined;
  /** What the construct states of itself. */
  readonly statement: ResourceChange | undefined;
  /** authentik's OAuth2 provider. */
  readonly provider: ResourceChange | undefined;
  /** authentik's application. */
  readonly application: ResourceChange | undefined;
  /** Bindings of the application, whoever declared them. */
  readonly bindings: readonly ResourceChange[];
  /** Policies of these bindings, as far as the plan has them. */
  readonly policies: readonly ResourceChange[];
}

type Role = Exclude<keyof Integration, "path" | "withdrawals" | "bindings" | "policies">;

/** Names of resources in the construct, by Terraform type. */
const ROLES: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  restapi_object: {
    observer: "observer",
    secret: "secret",
    settings: "settings",
    key_cache: "keyCache",
  },
  terraform_data: { before: "snapshot", secret_of: "secretOf", statement: "statement" },
  authentik_provider_oauth2: { provider: "provider" },
  authentik_application: { application: "application" },
};

const BINDING = "authentik_policy_binding";
const POLICY = "authentik_policy_expression";

/** The integrations of a plan, in the order of their paths. */
export function integrationsOf(plan: Plan): Integration[] {
  const managed = plan.changes.filter(({ deposed, mode }) => mode === "managed" && !deposed);
  const groups = new Map<string, Map<Role, ResourceChange>>();
  for (const change of managed) {
    const found = placeOf(change);
    if (found === undefined) continue;
    const group = groups.get(found.path) ?? new Map<Role, ResourceChange>();
    group.set(found.role, change);
    groups.set(found.path, group);
  }
  const others: Others = {
    bindings: managed.filter(({ type }) => type === BINDING),
    policies: managed.filter(({ type }) => type === POLICY),
    withdrawals: byPath(managed.filter(({ type }) => type === "restapi_object")),
  };
  return [...groups]
    .filter(([, group]) =>
      ["observer", "secret", "settings"].some((role) => group.has(role as Role)),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, group]) => assemble(plan, path, group, others));
}

/** Resources of which an integration may have several, those of all integrations. */
interface Others {
  readonly bindings: readonly ResourceChange[];
  readonly policies: readonly ResourceChange[];
  /** By the integration's path. */
  readonly withdrawals: ReadonlyMap<string, readonly ResourceChange[]>;
}

function byPath(objects: readonly ResourceChange[]): Others["withdrawals"] {
  const paths = new Map<string, ResourceChange[]>();
  for (const change of objects) {
    const path = numberedPath(change, NUMBERED.withdraw);
    if (path !== undefined) paths.set(path, [...(paths.get(path) ?? []), change]);
  }
  return paths;
}

/** What a resource is in an integration; CDKTF puts the construct's path in front, and a hash behind. */
function placeOf(change: ResourceChange): { path: string; role: Role } | undefined {
  const name = change.name.replace(/_[0-9A-F]{8}$/, "");
  for (const [own, role] of Object.entries(ROLES[change.type] ?? {})) {
    if (name === own) return { path: place(change, ""), role };
    if (name.endsWith(`_${own}`))
      return { path: place(change, name.slice(0, -own.length - 1)), role };
  }
  return undefined;
}

const place = ({ index, module_address }: ResourceChange, construct: string): string =>
  [
    module_address ?? "",
    construct + (index === undefined || index === null ? "" : `[${String(index)}]`),
  ]
    .filter((part) => part !== "")
    .join(".");

function assemble(
  plan: Plan,
  path: string,
  group: ReadonlyMap<Role, ResourceChange>,
  others: Others,
): Integration {
  const application = group.get("application");
  const bindings = others.bindings.filter((change) =>
    application === undefined
      ? numberedPath(change, NUMBERED.binding) === path
      : refers(plan, change, "target", application),
  );
  const policies = others.policies.filter((change) =>
    bindings.some((binding) => refers(plan, binding, "policy", change)),
  );
  return {
    path,
    observer: group.get("observer"),
    secret: group.get("secret"),
    settings: group.get("settings"),
    withdrawals: others.withdrawals.get(path) ?? [],
    keyCache: group.get("keyCache"),
    snapshot: group.get("snapshot"),
    secretOf: group.get("secretOf"),
    statement: group.get("statement"),
    provider: group.get("provider"),
    application,
    bindings,
    policies,
  };
}

/** Names of resources of which an integration may have several: `<path>_<kind>-<name>`. */
const NUMBERED = {
  binding: /^(?:(.+?)_)?binding(?:-.*)?$/,
  withdraw: /^(?:(.+?)_)?withdraw(?:-.*)?$/,
} as const;

/** Path of the construct of such a resource. */
function numberedPath(change: ResourceChange, pattern: RegExp): string | undefined {
  const match = pattern.exec(change.name.replace(/_[0-9A-F]{8}$/, ""));
  return match ? place(change, match[1] ?? "") : undefined;
}

/** Whether an attribute holds the id of a resource, or will. */
export function refers(
  plan: Plan,
  from: ResourceChange,
  attribute: string,
  to: ResourceChange,
): boolean {
  const values = [from.change.before?.[attribute], from.change.after?.[attribute]];
  if (values.some((value) => isId(value) && knownBy(to, value))) return true;
  return references(plan, from, attribute).includes(to.address);
}

/** Whether other resources know a resource by this id, now or then. */
const knownBy = ({ change }: ResourceChange, id: string | number): boolean =>
  [change.before, change.after].some((values) =>
    [values?.["uuid"], values?.["id"], values?.["pk"]].some(
      (own) => isId(own) && String(own) === String(id),
    ),
  );

const isId = (value: unknown): value is string | number =>
  typeof value === "number" || (typeof value === "string" && value !== "");

/** Addresses that the configuration of an attribute refers to, in the resource's own module. */
export function references(plan: Plan, from: ResourceChange, attribute: string): string[] {
  const { address } = from;
  const unindexed = address.includes("[") ? address.replace(/\[[^\]]*\]/g, "") : address;
  const expression = plan.expressions.get(unindexed)?.[attribute];
  if (typeof expression !== "object" || expression === null) return [];
  const listed = (expression as { references?: unknown }).references;
  const prefix = from.module_address ? `${from.module_address}.` : "";
  return Array.isArray(listed)
    ? listed.filter((name) => typeof name === "string").map((name) => prefix + name)
    : [];
}

/** All resources of an integration. */
export const resourcesOf = (integration: Integration): ResourceChange[] =>
  [
    integration.observer,
    integration.secret,
    integration.settings,
    ...integration.withdrawals,
    integration.keyCache,
    integration.snapshot,
    integration.secretOf,
    integration.statement,
    integration.provider,
    integration.application,
    ...integration.bindings,
    ...integration.policies,
  ].filter((change) => change !== undefined);
