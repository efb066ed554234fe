import { actionOf, jsonObject } from "./change";
import { type Integration, integrationsOf } from "./integrations";
import { parsePlan, type Plan } from "./plan-json";

const clientId = (settings: unknown): unknown => jsonObject(settings)?.["oidcClientId"];

/**
 * Whether EspoCRM lost the client ID that Terraform gave it, as by a backup that was restored: the
 * secret, which nobody can read, is then lost as well, or another one.
 */
export function losesSecret({ secret, settings }: Integration, plan: Plan): boolean {
  if (secret === undefined || settings === undefined || actionOf(secret) !== "no-op") return false;
  if (["delete", "forget"].includes(actionOf(settings))) return false;
  const drift = plan.drift.find(({ address }) => address === settings.address)?.change;
  return (
    drift !== undefined && clientId(drift.before?.["data"]) !== clientId(drift.after?.["data"])
  );
}

/** Addresses of the writes of client secrets that a plan should repeat, because EspoCRM lost them. */
export function lostSecrets(planJsonText: string): string[] {
  const plan = parsePlan(planJsonText);
  return integrationsOf(plan).flatMap((integration) =>
    integration.secret && losesSecret(integration, plan) ? [integration.secret.address] : [],
  );
}
