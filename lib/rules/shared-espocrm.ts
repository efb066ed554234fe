import type { ResolvedIntegration } from "../fields/resolved";
import { isUnresolved } from "../terraform/unresolved";
import { canonical } from "./addresses";
import { type SharedRule, shown } from "./rule";

/** An EspoCRM belongs to one integration. */
export const sharedEspoCrm: SharedRule = {
  id: "shared-espocrm",
  outcome: "refused",
  why: "EspoCRM has one set of OIDC settings: two integrations of it would undo each other's at every apply.",
  example:
    "acme: { espocrm: { url: https://espocrm.company } }\nbeta: { espocrm: { url: https://crm.beta.company } }",
  check: (integrations) => {
    const first = new Map<string, string>();
    return integrations.flatMap(({ name, props: { espocrm } }, integration) => {
      const seen = identities(espocrm).map(([key, identity]) => {
        const earlier = first.get(identity);
        if (earlier === undefined) first.set(identity, name);
        return [key, earlier] as const;
      });
      const again = seen.find(([, earlier]) => earlier !== undefined && earlier !== name);
      if (again === undefined) return [];
      const [key, earlier] = again;
      return [
        {
          integration,
          path: ["espocrm", key],
          found: `${shown(espocrm[key])}, the EspoCRM of ${String(earlier)}`,
          expected: "one integration for each EspoCRM",
          mend: "take one of the two out",
        },
      ];
    });
  },
};

/**
 * By what an EspoCRM is known again: its public address, and the address at which Terraform reaches it.
 * Behind a proxy that chooses by headers one address may lead to several.
 */
function identities({
  apiUrl,
  headers,
  url,
}: ResolvedIntegration["espocrm"]): ["url" | "apiUrl", identity: string][] {
  const all: ["url" | "apiUrl", string][] = [["url", url]];
  if (Object.keys(headers).length === 0) all.push(["apiUrl", apiUrl]);
  return all
    .filter(([, address]) => !isUnresolved(address))
    .map(([key, address]) => [key, canonical(address)]);
}
