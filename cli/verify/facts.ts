import type { Declaration } from "./declaration";
import type { Observations } from "./observations";
import type { Outputs } from "./outputs";
import type { SeenKeys } from "./seen-keys";

/** All that the checks of one integration may look at. */
export interface Facts extends Observations {
  /** What is declared. */
  readonly declared: Declaration;
  /** What Terraform's state gives. */
  readonly outputs: () => Promise<Outputs>;
  /** The keys that earlier runs saw. */
  readonly seenKeys: SeenKeys;
  /** This machine's clock, in milliseconds since 1970. */
  readonly now: () => number;
}
