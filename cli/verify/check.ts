import type { CheckId } from "./checks/ids";
import type { Facts } from "./facts";
import type { Outcome } from "./outcome";

/** One question about one integration. */
export interface Check {
  /** Stable name. */
  readonly id: CheckId;
  /** What is asked, as the table shows it. */
  readonly title: string;
  /**
   * The check without which this one's own request needn't be judged: if that server does not answer
   * at all, this check is not red as well.
   * @default - none
   */
  readonly after?: CheckId;
  /**
   * Judges.
   * @throws {Unobserved} if what it needs to see can't be seen
   */
  readonly run: (facts: Facts) => Promise<Outcome>;
}
