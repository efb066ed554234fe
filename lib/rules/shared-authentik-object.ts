import { Token } from "cdktf";
import { withoutTrailingSlash } from "../authentik/endpoints";
import type { EspoAuthentikIntegrationProps } from "../integration";
import { type PropertyPath, type SharedRule, shown } from "./rule";

/** Integrations of one authentik don't claim the same slug, client ID or names. */
export const sharedAuthentikObject: SharedRule = {
  id: "shared-authentik-object",
  outcome: "refused",
  why: "Slugs, client IDs and the names of providers and policies are unique in an authentik: the second integration would fail half-way, or take over the first one's application.",
  check: (integrations) => {
    const first = new Map<string, string>();
    return integrations.flatMap(({ name, props }, integration) =>
      claims(props).flatMap(({ kind, path, value }) => {
        const key = JSON.stringify([withoutTrailingSlash(props.authentik.url), kind, value]);
        const earlier = first.get(key);
        if (earlier === undefined) first.set(key, name);
        if (earlier === undefined || earlier === name) return [];
        return [
          {
            integration,
            path,
            found: `the ${kind} ${shown(value)}, as in ${earlier}`,
            expected: `another ${kind} for each integration of this authentik`,
            mend: `give this integration a ${kind} of its own`,
          },
        ];
      }),
    );
  },
};

interface Claim {
  readonly kind: string;
  readonly path: PropertyPath;
  readonly value: string;
}

function claims({ application, authentik, bindings, provider }: EspoAuthentikIntegrationProps) {
  const all: Claim[] = [{ kind: "slug", path: ["application", "slug"], value: application.slug }];
  if (provider?.clientId !== undefined && provider.clientId !== application.slug) {
    all.push({ kind: "client ID", path: ["provider", "clientId"], value: provider.clientId });
  }
  all.push({
    kind: "provider name",
    path: provider?.name === undefined ? ["application", "name"] : ["provider", "name"],
    value: provider?.name ?? application.name,
  });
  (bindings ?? []).forEach(({ policy }, index) => {
    if (policy === undefined || "id" in policy) return;
    const path = ["bindings", index, "policy", "name"];
    all.push({ kind: "policy name", path, value: policy.name });
  });
  return all.filter(
    ({ value }) => ![authentik.url, value].some((text) => Token.isUnresolved(text)),
  );
}
