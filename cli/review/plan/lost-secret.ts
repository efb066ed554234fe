import { actionOf, jsonObject } from "./change";
import { type Integration, integrationsOf } from "./integrations";
import type { Plan } from "./plan-json";

/**
 * Whether EspoCRM has another client ID than authentik gave out, or none, as after a backup was
 * restored: the secret, which nobody can read, is then lost as well, or another one.
 */
export function hasAnotherClient({ provider, settings }: Integration): boolean {
  const given = provider?.change.before?.["client_id"];
  if (typeof given !== "string" || !settings?.change.before) return false;
  return jsonObject(settings.change.before["data"])?.["oidcClientId"] !== given;
}

/**
 * Whether EspoCRM's settings are made anew, and the end of the old ones takes the client secret away:
 * nothing else would write it again.
 */
export const takesSecretAway = ({ settings }: Integration): boolean =>
  settings !== undefined &&
  actionOf(settings) === "replace" &&
  settings.change.before?.["destroy_method"] !== "GET";

/** Whether the secret is lost, and the plan does not write it again. */
export function losesSecret(integration: Integration): boolean {
  const { secret, settings } = integration;
  if (secret === undefined || settings === undefined || actionOf(secret) !== "no-op") return false;
  if (["delete", "forget"].includes(actionOf(settings))) return false;
  return takesSecretAway(integration) || hasAnotherClient(integration);
}

/**
 * Addresses of the writes of client secrets that a plan should repeat, because EspoCRM lost them, or loses
 * them by this plan.
 */
export const lostSecrets = (plan: Plan): string[] =>
  integrationsOf(plan).flatMap((integration) =>
    integration.secret && losesSecret(integration) ? [integration.secret.address] : [],
  );
