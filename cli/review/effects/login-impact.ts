import { clientImpact, keysImpact, lostSecretImpact, secretImpact } from "./credentials";
import { endpointImpact, loginPageImpact, logoutImpact } from "./log-in-and-out";
import { authentikGone, methodImpact, passwordImpact, wayBackImpact } from "./method";
import { meanwhile } from "./meanwhile";
import { accountImpact, administratorsImpact, userNameImpact } from "./people";
import type { Impact } from "../model";
import type { Situation } from "./situation";

/** What people who log in will notice, the gravest first. */
export function loginImpact(situation: Situation): Impact[] {
  const whose = [...methodImpact(situation), ...passwordImpact(situation)];
  const impacts = [
    ...whose,
    ...authentikGone(situation),
    ...administratorsImpact(situation),
    ...secretImpact(situation),
    ...lostSecretImpact(situation),
    ...clientImpact(situation),
    ...userNameImpact(situation),
    ...keysImpact(situation),
    ...endpointImpact(situation),
    ...loginPageImpact(situation),
    ...accountImpact(situation),
    ...logoutImpact(situation),
    ...wayBackImpact(situation),
  ];
  const touched = impacts.some(({ reason }) => reason !== undefined);
  return touched ? [...impacts, meanwhile(situation, whose.length > 0)] : impacts;
}
