import { actionOf } from "./change";
import { integrationsOf } from "./integrations";
import { parsePlan } from "./plan-json";

/** Whether a plan makes an integration: then Terraform has not read EspoCRM yet. */
export const creates = (planJsonText: string): boolean =>
  integrationsOf(parsePlan(planJsonText)).some(
    ({ settings }) => settings !== undefined && actionOf(settings) === "create",
  );
