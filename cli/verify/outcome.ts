import type { CheckId } from "./checks/ids";

/** What a check found. */
export type Outcome =
  | {
      /** All is as it should be. */
      readonly status: "pass";
      /** What the check saw. */
      readonly saw: string;
    }
  | {
      /** A login fails or something declared is not so; or, for a warning, it may come to that. */
      readonly status: "fail" | "warning";
      /** What the check saw. */
      readonly saw: string;
      /** What to do, in one line. */
      readonly mend: string;
      /** Whether the server's answer itself was of no use, so that others can't be better. */
      readonly unobserved?: boolean;
    }
  | {
      /** The check could not judge, or there is nothing to judge. */
      readonly status: "not checked";
      /** Why not. */
      readonly why: string;
    };

/** All is as it should be. */
export const pass = (saw: string): Outcome => ({ status: "pass", saw });

/** A login fails, or something declared is not so. */
export const fail = (saw: string, mend: string): Outcome => ({ status: "fail", saw, mend });

/** It works, but something may come of it. */
export const warning = (saw: string, mend: string): Outcome => ({ status: "warning", saw, mend });

/** Nothing was judged. */
export const notChecked = (why: string): Outcome => ({ status: "not checked", why });

/** What a check may ask beside the observations. */
export interface Others {
  /**
   * `outcome`, unless one of these checks has failed: then that is the cause, and this one's own
   * failure would only repeat it.
   */
  readonly unlessFailed: (
    causes: readonly CheckId[],
    outcome: Outcome | Promise<Outcome>,
  ) => Promise<Outcome>;
}
