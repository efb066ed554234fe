import type { EspoCrmChange } from "./espocrm-state";
import { clientImpact, keysImpact, secretImpact } from "./impact/credentials";
import { endpointImpact, loginPageImpact, logoutImpact } from "./impact/log-in-and-out";
import { authentikGone, methodImpact, passwordImpact } from "./impact/method";
import { meanwhile } from "./impact/meanwhile";
import { accountImpact, administratorsImpact, userNameImpact } from "./impact/people";
import type { Integration } from "./integrations";
import type { Impact } from "./model";

/** What people who log in will notice, the gravest first. */
export function loginImpact(integration: Integration, espocrm: EspoCrmChange): Impact[] {
  const situation = { integration, espocrm };
  const whose = [...methodImpact(situation), ...passwordImpact(situation)];
  const impacts = [
    ...whose,
    ...authentikGone(situation),
    ...administratorsImpact(situation),
    ...secretImpact(situation),
    ...clientImpact(situation),
    ...userNameImpact(situation),
    ...keysImpact(situation),
    ...endpointImpact(situation),
    ...loginPageImpact(situation),
    ...accountImpact(situation),
    ...logoutImpact(situation),
  ];
  const touched = impacts.some(({ reason }) => reason !== undefined);
  return touched ? [...impacts, meanwhile(situation, whose.length > 0)] : impacts;
}
