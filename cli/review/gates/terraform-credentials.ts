import { passwordFallback } from "../../../lib/rules/index";
import { SETTINGS } from "../../../lib/fields/index";
import { UNKNOWN } from "../plan/change";
import { isOidc, isOn } from "../effects/espocrm-state";
import { managedSettings } from "../effects/settings";
import { say } from "../render/text";
import type { Gate } from "./gate";

/** The administrator that Terraform logs in as must keep its password. */
export const terraformCredentials: Gate = {
  id: "terraform-credentials",
  why: passwordFallback.why,
  check: ({ espocrm: { after: then, before: now }, integration }) => {
    // A managed setting is judged by its row.
    if (!isOidc(then) || "oidcFallback" in (managedSettings(integration).after ?? {})) return [];
    if (then.oidcFallback === UNKNOWN || isOn(then.oidcFallback)) return [];
    const already = isOidc(now) && now.oidcFallback !== UNKNOWN && !isOn(now.oidcFallback);
    return [
      {
        found: say`${SETTINGS.oidcFallback.label} ${already ? "stays" : "is switched"} off while the method is OIDC: EspoCRM accepts no password any more, Terraform's neither`,
        mend: say`leave login.fallback out (it is on then)`,
      },
    ];
  },
};
