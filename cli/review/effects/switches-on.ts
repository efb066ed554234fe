import type { Integration } from "../plan/integrations";
import { managedSettings } from "./settings";

/** Whether a plan makes EspoCRM sign in through OpenID Connect that did not, or that Terraform did not know. */
export function switchesOn(integration: Integration): boolean {
  const { after: then, before: now } = managedSettings(integration);
  return then?.["authenticationMethod"] === "Oidc" && now?.["authenticationMethod"] !== "Oidc";
}
