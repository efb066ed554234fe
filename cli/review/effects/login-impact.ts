import { claimsImpact } from "./claims";
import { clientImpact, keysImpact, lostSecretImpact, secretImpact } from "./credentials";
import { consentImpact, endpointImpact, loginPageImpact, logoutImpact } from "./log-in-and-out";
import { authentikGone, methodImpact, passwordImpact, wayBackImpact } from "./method";
import { namesImpact } from "./names";
import { accountImpact, administratorsImpact, userNameImpact } from "./people";
import { olderLineImpact } from "./older-line";
import { redirectUriImpact } from "./redirect-uris";
import type { Impact } from "../model";
import type { Situation } from "./situation";

/** What people who log in will notice, the gravest first. */
export const loginImpact = (situation: Situation): Impact[] => [
  ...whoseImpact(situation),
  ...authentikGone(situation),
  ...administratorsImpact(situation),
  ...secretImpact(situation),
  ...lostSecretImpact(situation),
  ...olderLineImpact(situation),
  ...clientImpact(situation),
  ...userNameImpact(situation),
  ...claimsImpact(situation),
  ...keysImpact(situation),
  ...endpointImpact(situation),
  ...loginPageImpact(situation),
  ...consentImpact(situation),
  ...accountImpact(situation),
  ...namesImpact(situation),
  ...redirectUriImpact(situation),
  ...logoutImpact(situation),
  ...wayBackImpact(situation),
];

/** Whose password works, and whether EspoCRM asks authentik at all. */
export const whoseImpact = (situation: Situation): Impact[] => [
  ...methodImpact(situation),
  ...passwordImpact(situation),
];
