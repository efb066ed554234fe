import { isUnresolved } from "../terraform/unresolved";
import { posix } from "node:path";
import type { Backend } from "../terraform/backend";
import { type NamedIntegration, type SharedRule, shown } from "./rule";

/** Every stack has a state of its own. */
export const sharedState: SharedRule = {
  id: "shared-state",
  outcome: "refused",
  why: "Terraform keeps one stack in a state: the second one would find the first one's objects in it, and destroy them as its own leftovers.",
  example:
    "acme: { backend: { type: s3, bucket: company-terraform, key: acme.tfstate } }\nbeta: { backend: { type: s3, bucket: company-terraform, key: beta.tfstate } }",
  check: (integrations) => {
    const first = new Map<string, { name: string; stack: string }>();
    return integrations.flatMap((one, integration) => {
      const { name, props, stack = name } = one;
      const place = placeOf(one);
      if (props.backend === undefined || place === undefined) return [];
      const earlier = first.get(place.identity) ?? { name, stack };
      first.set(place.identity, earlier);
      if (earlier.stack === stack) return [];
      return [
        {
          integration,
          path: ["backend", place.key],
          found: `${shown(place.value)}, the state of ${earlier.name}`,
          expected: "a state of its own for each stack",
          mend: `give this one a ${place.key} of its own${place.key === "path" ? ", or leave path out" : ""}`,
        },
      ];
    });
  },
};

/** Where a state is: what tells it apart, and the key in the configuration that would. */
interface Place {
  readonly identity: string;
  readonly key: string;
  readonly value: unknown;
}

/** What tells the states of a backend apart; the last key is the one to change. */
const TELLING: Readonly<Record<Backend["type"], readonly string[]>> = {
  local: ["path"],
  s3: ["endpoint", "endpoints", "bucket", "key"],
  gcs: ["bucket", "prefix"],
  azurerm: ["endpoint", "storageAccountName", "containerName", "key"],
  pg: ["schemaName"],
  http: ["address"],
  cloud: ["hostname", "organization", "workspaces"],
};

function placeOf({ name, props, stack = name }: NamedIntegration): Place | undefined {
  const { backend } = props;
  if (backend === undefined) return undefined;
  const given = new Map<string, unknown>(Object.entries(backend));
  const parts = TELLING[backend.type].map((key) => given.get(key) ?? DEFAULTS.get(key));
  const key = TELLING[backend.type].at(-1) ?? "";
  let value = parts.at(-1);
  if (backend.type === "local") {
    if (backend.path === undefined) return undefined;
    // Terraform runs in cdktf.out/stacks/<stack>.
    value = posix.normalize(`cdktf.out/stacks/${stack}/${backend.path}`);
  }
  if (backend.type === "cloud") {
    // Of workspaces with tags one is chosen when Terraform runs.
    if (!("name" in backend.workspaces)) return undefined;
    value = backend.workspaces.name;
  }
  const identity = [backend.type, ...parts.slice(0, -1), value];
  if (identity.some((part) => isUnresolved(part))) return undefined;
  return { identity: JSON.stringify(identity), key, value };
}

/** What Terraform's backends take where nothing is given. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([["schemaName", "terraform_remote_state"]]);
