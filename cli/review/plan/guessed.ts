import { RESOURCES } from "../../../lib/fields/index";
import { actionOf } from "./change";
import type { ResourceChange } from "./plan-json";
import type { SingleRole } from "./statement";

/** What looks like one integration, by the names of its resources. */
export interface Guess {
  /** Path of the construct in its stack, `module.…` in front of it. */
  readonly path: string;
  /** Its resources, by role. */
  readonly single: ReadonlyMap<SingleRole, ResourceChange>;
  /** Its withdrawals. */
  readonly withdrawals: readonly ResourceChange[];
  /** Its bindings, by their names. */
  readonly bindings: readonly ResourceChange[];
  /** Its policies that are deleted, by their names: the bindings that refer to them may be gone. */
  readonly policies: readonly ResourceChange[];
  /** Its scope mappings that are deleted, likewise. */
  readonly scopeMappings: readonly ResourceChange[];
  /** Its groups that are deleted, likewise. */
  readonly groups: readonly ResourceChange[];
}

/** Names of resources in the construct, by Terraform type. */
const NAMES: Readonly<Record<string, Readonly<Record<string, SingleRole>>>> = {
  restapi_object: {
    observer: "observer",
    secret: "secret",
    settings: "settings",
    key_cache: "keyCache",
  },
  terraform_data: { before: "before", secret_of: "secretOf" },
  authentik_provider_oauth2: { provider: "provider" },
  authentik_application: { application: "application" },
};

/** Names of resources of which an integration may have several: `<path>_<kind>-<name>`. */
const BINDING = /^(?:(.+?)_)?binding(?:-.*)?$/;
const WITHDRAWAL = /^(?:(.+?)_)?withdraw(?:-.*)?$/;
const POLICY = /^(?:(.+?)_)?policy-.+$/;
const SCOPE_MAPPING = /^(?:(.+?)_)?(?:scope-mapping-.+|names)$/;
const GROUP = /^(?:(.+?)_)?group-.+$/;

/** What an older construct, or a configuration of one's own, leaves to its names. */
export function guessed(changes: readonly ResourceChange[]): Guess[] {
  const found = new Map<string, Map<SingleRole, ResourceChange>>();
  for (const change of changes) {
    const at = placeOf(change);
    if (at === undefined) continue;
    const single = found.get(at.path) ?? new Map<SingleRole, ResourceChange>();
    single.set(at.role, change);
    found.set(at.path, single);
  }
  const withdrawals = byPath(changes, "restapi_object", WITHDRAWAL);
  const bindings = byPath(changes, RESOURCES.bindings.type, BINDING);
  const deleted = changes.filter((change) => actionOf(change) === "delete");
  const policies = byPath(deleted, RESOURCES.policies.type, POLICY);
  const scopeMappings = byPath(deleted, RESOURCES.scopeMappings.type, SCOPE_MAPPING);
  const ownGroups = byPath(deleted, RESOURCES.groups.type, GROUP);
  return [...found]
    .filter(([, single]) =>
      ["observer", "secret", "settings"].some((role) => single.has(role as SingleRole)),
    )
    .map(([path, single]) => ({
      path,
      single,
      withdrawals: withdrawals.get(path) ?? [],
      bindings: bindings.get(path) ?? [],
      policies: policies.get(path) ?? [],
      scopeMappings: scopeMappings.get(path) ?? [],
      groups: ownGroups.get(path) ?? [],
    }));
}

function byPath(
  changes: readonly ResourceChange[],
  type: string,
  pattern: RegExp,
): ReadonlyMap<string, readonly ResourceChange[]> {
  const paths = new Map<string, ResourceChange[]>();
  for (const change of changes) {
    if (change.type !== type) continue;
    const match = pattern.exec(withoutHash(change.name));
    if (!match) continue;
    const path = place(change, match[1] ?? "");
    paths.set(path, [...(paths.get(path) ?? []), change]);
  }
  return paths;
}

/** What a resource is in an integration; CDKTF puts the construct's path in front, and a hash behind. */
function placeOf(change: ResourceChange): { path: string; role: SingleRole } | undefined {
  if (!Object.hasOwn(NAMES, change.type)) return undefined;
  const name = withoutHash(change.name);
  for (const [own, role] of Object.entries(NAMES[change.type] ?? {})) {
    if (name === own) return { path: place(change, ""), role };
    if (name.endsWith(`_${own}`))
      return { path: place(change, name.slice(0, -own.length - 1)), role };
  }
  return undefined;
}

const withoutHash = (name: string): string => name.replace(/_[0-9A-F]{8}$/, "");

/** Path of a construct, with its module and instance. */
export const place = (
  { index, module_address }: Pick<ResourceChange, "index" | "module_address">,
  construct: string,
): string =>
  [
    module_address ?? "",
    construct + (index === undefined || index === null ? "" : `[${String(index)}]`),
  ]
    .filter((part) => part !== "")
    .join(".");
