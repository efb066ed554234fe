import type { ResolvedIntegration } from "../fields/resolved";
import { isUnresolved } from "../terraform/unresolved";
import { canonical } from "./addresses";
import { writtenMappings } from "./mapped-scopes";
import { type Finding, pathText, type PropertyPath, type SharedRule, shown } from "./rule";

/** Integrations of one authentik don't claim the same slug, client ID or names. */
export const sharedAuthentikObject: SharedRule = {
  id: "shared-authentik-object",
  outcome: "refused",
  why: "Slugs, client IDs and the names of providers, policies, groups and scope mappings are unique in an authentik: the second integration would fail half-way, or take over the first one's application.",
  example:
    "acme: { application: { name: EspoCRM, slug: espocrm } }\nbeta: { application: { name: EspoCRM of Beta, slug: espocrm-beta } }",
  check: (integrations) => {
    const owners = new Map<string, string>();
    return integrations.flatMap(({ name, props }, integration) => {
      // By path: a slug that is taken is said once, not again as the client ID that is made from it.
      const findings = new Map<string, Finding & { integration: number }>();
      for (const { kind, path, value } of claims(props)) {
        const owner = claim(owners, identities(props.authentik), kind, value, name);
        if (owner === name || findings.has(pathText(path))) continue;
        findings.set(pathText(path), {
          integration,
          path,
          found: `the ${kind} ${shown(value)}, as in ${owner}`,
          expected: `another ${kind} for each integration of this authentik`,
          mend: `give this integration a ${kind} of its own`,
        });
      }
      return [...findings.values()];
    });
  },
};

/** Whose the value is from now on: the first one's who claimed it. */
function claim(
  owners: Map<string, string>,
  servers: readonly string[],
  kind: string,
  value: string,
  name: string,
): string {
  const keys = servers.map((server) => JSON.stringify([server, kind, value]));
  const owner = keys.map((key) => owners.get(key)).find((found) => found !== undefined) ?? name;
  for (const key of keys) if (!owners.has(key)) owners.set(key, owner);
  return owner;
}

/** By what an authentik is known again: its public address, and that of its API. */
const identities = ({ apiUrl, headers, url }: ResolvedIntegration["authentik"]): string[] =>
  [url, ...(Object.keys(headers).length === 0 ? [apiUrl] : [])]
    .filter((address) => !isUnresolved(address))
    .map(canonical);

interface Claim {
  readonly kind: string;
  readonly path: PropertyPath;
  readonly value: string;
}

function claims({ application, bindings, groups, provider }: ResolvedIntegration): Claim[] {
  const all: Claim[] = [
    { kind: "slug", path: ["application", "slug"], value: application.slug },
    {
      kind: "client ID",
      path:
        provider.clientId === application.slug ? ["application", "slug"] : ["provider", "clientId"],
      value: provider.clientId,
    },
    {
      kind: "provider name",
      path: provider.name === application.name ? ["application", "name"] : ["provider", "name"],
      value: provider.name,
    },
  ];
  bindings.forEach(({ policy }, index) => {
    if (policy === undefined || "id" in policy) return;
    const path = ["bindings", index, "policy", "name"];
    all.push({ kind: "policy name", path, value: policy.name });
  });
  groups.forEach(({ name }, index) => {
    all.push({ kind: "group name", path: ["groups", index, "name"], value: name });
  });
  for (const [index, { name }] of writtenMappings(provider.scopeMappings)) {
    const path = ["provider", "scopeMappings", index, "name"];
    all.push({ kind: "scope mapping name", path, value: name });
  }
  return all.filter(({ value }) => !isUnresolved(value));
}
