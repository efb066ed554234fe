import { actionOf } from "./change";
import { integrationsOf } from "./integrations";
import type { Plan } from "./plan-json";

/** Whether a plan makes an integration: then Terraform has not read EspoCRM yet. */
export const creates = (plan: Plan): boolean =>
  integrationsOf(plan).some(
    ({ settings }) => settings !== undefined && actionOf(settings) === "create",
  );
