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
  terraform_data: { before: "snapshot", secret_of: "secretOf" },
  authentik_provider_oauth2: { provider: "provider" },
  authentik_application: { application: "application" },
};

const BINDING = "authentik_policy_binding";
const POLICY = "authentik_policy_expression";

/** The integrations of a plan, in the order of their paths. */
export function integrationsOf(plan: Plan): Integration[] {
  const groups = new Map<string, Map<Role, ResourceChange>>();
  for (const change of managed(plan)) {
    const found = placeOf(change);
    if (found === undefined) continue;
    const group = groups.get(found.path) ?? new Map<Role, ResourceChange>();
    group.set(found.role, change);
    groups.set(found.path, group);
  }
  return [...groups]
    .filter(([, group]) =>
      ["observer", "secret", "settings"].some((role) => group.has(role as Role)),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, group]) => assemble(plan, path, group));
}

const managed = (plan: Plan): ResourceChange[] =>
  plan.changes.filter(({ deposed, mode }) => mode === "managed" && !deposed);

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

function assemble(plan: Plan, path: string, group: ReadonlyMap<Role, ResourceChange>): Integration {
  const application = group.get("application");
  const bindings = managed(plan).filter(
    (change) =>
      change.type === BINDING &&
      (application === undefined
        ? numberedPath(change, "binding") === path
        : binds(plan, change, application)),
  );
  const policies = managed(plan).filter(
    (change) =>
      change.type === POLICY && bindings.some((binding) => refers(plan, binding, "policy", change)),
  );
  return {
    path,
    observer: group.get("observer"),
    secret: group.get("secret"),
    settings: group.get("settings"),
    withdrawals: managed(plan).filter(
      (change) => change.type === "restapi_object" && numberedPath(change, "withdraw") === path,
    ),
    keyCache: group.get("keyCache"),
    snapshot: group.get("snapshot"),
    secretOf: group.get("secretOf"),
    provider: group.get("provider"),
    application,
    bindings,
    policies,
  };
}

/** Path of the construct of a resource of which an integration may have several: `<path>_<kind>-<name>`. */
function numberedPath(change: ResourceChange, kind: string): string | undefined {
  const pattern = new RegExp(`^(?:(.+?)_)?${kind}(?:-.*)?$`);
  const match = pattern.exec(change.name.replace(/_[0-9A-F]{8}$/, ""));
  return match ? place(change, match[1] ?? "") : undefined;
}

const binds = (plan: Plan, binding: ResourceChange, application: ResourceChange): boolean =>
  refers(plan, binding, "target", application);

/** Whether an attribute holds the id of a resource, or will. */
export function refers(
  plan: Plan,
  from: ResourceChange,
  attribute: string,
  to: ResourceChange,
): boolean {
  const ids = idsOf(to);
  const values = [from.change.before?.[attribute], from.change.after?.[attribute]];
  if (values.some((value) => isId(value) && ids.has(String(value)))) return true;
  return references(plan, from, attribute).includes(to.address);
}

/** Whatever other resources may know a resource by. */
const idsOf = ({ change }: ResourceChange): ReadonlySet<string> =>
  new Set(
    [change.before, change.after]
      .flatMap((values) => [values?.["uuid"], values?.["id"], values?.["pk"]])
      .filter(isId)
      .map(String),
  );

const isId = (value: unknown): value is string | number =>
  typeof value === "number" || (typeof value === "string" && value !== "");

/** Addresses that the configuration of an attribute refers to, in the resource's own module. */
export function references(plan: Plan, from: ResourceChange, attribute: string): string[] {
  const expression = plan.expressions.get(from.address.replace(/\[[^\]]*\]/g, ""))?.[attribute];
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
    integration.provider,
    integration.application,
    ...integration.bindings,
    ...integration.policies,
  ].filter((change) => change !== undefined);
