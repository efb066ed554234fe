import { applicationGone } from "./application-gone";
import { foreignEndpoint } from "./foreign-endpoint";
import { foreignWrite } from "./foreign-write";
import type { Gate } from "./gate";
import { lastBindingRemoved } from "./last-binding-removed";
import { lockOut } from "./lock-out";
import { otherAuthentik } from "./other-authentik";
import { otherEspoCrm } from "./other-espocrm";
import { outsideChange } from "./outside-change";
import { redirectUri } from "./redirect-uri";
import { secondOfItsName } from "./second-of-its-name";
import { signingKey } from "./signing-key";
import { terraformCredentials } from "./terraform-credentials";
import { wayBack } from "./way-back";

/** The gates over one integration, the gravest first. */
export const GATES: readonly Gate[] = [
  lockOut,
  terraformCredentials,
  foreignEndpoint,
  foreignWrite,
  applicationGone,
  secondOfItsName,
  otherAuthentik,
  otherEspoCrm,
  signingKey,
  redirectUri,
  wayBack,
  lastBindingRemoved,
];

/** The ids of all gates. */
export const GATE_IDS: readonly string[] = [...GATES, outsideChange].map(({ id }) => id);
