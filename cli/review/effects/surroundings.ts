import { originOf, type Surroundings } from "../../../lib/fields/index";
import { jsonObject } from "../plan/change";
import type { Integration } from "../plan/integrations";
import { isValues } from "../plan/plan-schema";
import { unindexed } from "../plan/references";
import type { Plan, ResourceChange } from "../plan/plan-json";

/** Settings that are addresses of authentik's. */
const ENDPOINTS = [
  "oidcAuthorizationEndpoint",
  "oidcTokenEndpoint",
  "oidcUserInfoEndpoint",
  "oidcJwksEndpoint",
];

/** Where an integration's two sides are declared to be: by its statement, else as far as a plan tells. */
export function surroundingsOf(plan: Plan, integration: Integration): Surroundings {
  const stated = integration.statement?.after ?? integration.statement?.before;
  if (stated === undefined)
    return {
      authentik: knownAddresses(plan, integration),
      espocrm: origins([siteOf(integration)]),
      logout: undefined,
    };
  const { authentik, espocrm, logoutUrl } = stated;
  return {
    authentik: origins([authentik.url, authentik.backchannelUrl]),
    espocrm: origins([espocrm.url, espocrm.backchannelUrl]),
    logout: logoutUrl,
  };
}

/** EspoCRM's site URL, as the integration declares it; not what EspoCRM answers. */
export function siteOf({ secretOf, statement }: Integration): string | undefined {
  const stated = (statement?.after ?? statement?.before)?.espocrm.url;
  if (stated !== undefined) return stated;
  const { after, before } = secretOf?.change ?? {};
  const input = (after ?? before)?.["input"];
  const site = isValues(input) ? input["espocrm"] : undefined;
  return typeof site === "string" ? site : undefined;
}

/**
 * Without a statement: where EspoCRM asks authentik until now, and where Terraform does, if EspoCRM is to
 * do so, too. Terraform may have an address of its own, so that it alone says nothing.
 */
function knownAddresses(plan: Plan, { provider, settings }: Integration): string[] {
  const [now, then] = [settings?.change.before, settings?.change.after].map((values) => {
    const data = jsonObject(values?.["data"]);
    return origins(ENDPOINTS.map((name) => data?.[name]));
  });
  const own = origins([provider && blockOf(plan, provider)?.expressions?.["url"]].map(constant));
  return [...(now ?? []), ...own.filter((origin) => then?.includes(origin))];
}

/** The instance of Terraform's provider that a resource is made through. */
export const blockOf = (plan: Plan, { address }: ResourceChange) =>
  plan.blocks.get(plan.configured.get(unindexed(address))?.provider_config_key ?? "");

/** The value of an expression that depends on nothing; `undefined` where it does. */
export function constant(expression: unknown): unknown {
  if (typeof expression !== "object" || expression === null) return undefined;
  const { constant_value: value, references } = expression as Record<string, unknown>;
  return references === undefined ? value : undefined;
}

const origins = (addresses: readonly unknown[]): string[] =>
  addresses.flatMap((address) => originOf(address) ?? []);
