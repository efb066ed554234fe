import type { AuthentikApiObservations } from "./observations/authentik-api";
import type { AuthentikObservations } from "./observations/authentik";
import type { EspoCrmObservations } from "./observations/espocrm";
import type { Login } from "./login/login";
import type { Outputs } from "./outputs";
import type { SeenKeys } from "./seen-keys";
import type { Subject } from "./declaration";

/** All that the checks of one integration may look at. */
export interface Facts
  extends AuthentikObservations, AuthentikApiObservations, EspoCrmObservations {
  /** What is declared. */
  readonly subject: Subject;
  /** What Terraform's state gives. */
  readonly outputs: () => Promise<Outputs>;
  /** The keys that earlier runs saw. */
  readonly seenKeys: SeenKeys;
  /** Signs the test user in; undefined if none was given. */
  readonly login: Login | undefined;
  /** This machine's clock, in milliseconds since 1970. */
  readonly now: () => number;
}
