import type { CheckId } from "./checks/ids";

/** What a check found. */
export type Outcome =
  | {
      /** All is as it should be. */
      readonly status: "pass";
      /** What the check saw. */
      readonly saw: string;
    }
  | Trouble
  | {
      /** The check could not judge, or there is nothing to judge. */
      readonly status: "not checked";
      /** Why not. */
      readonly why: string;
    };

/** Something is wrong. */
export interface Trouble {
  /** A login fails or something declared is not so; or, for a warning, it may come to that. */
  readonly status: "fail" | "warning";
  /** What the check saw. */
  readonly saw: string;
  /** What to do, in one line. */
  readonly fix: string;
  /**
   * Checks that come before this one: where one of them has failed, that is the cause, and this would
   * only repeat it.
   * @default - none: this is a cause itself
   */
  readonly causes?: readonly CheckId[];
  /** Whether the server's answer itself was of no use, so that others can't be better. */
  readonly unobserved?: boolean;
  /** Whether no answer of the server itself came at all. */
  readonly silent?: boolean;
  /** Whether something is not as it is declared, and a login may work all the same. */
  readonly differs?: boolean;
}

/** All is as it should be. */
export const pass = (saw: string): Outcome => ({ status: "pass", saw });

/** A login fails, or something declared is not so. */
export const fail = (saw: string, fix: string, causes: readonly CheckId[] = []): Trouble => ({
  status: "fail",
  saw,
  fix,
  causes,
});

/** Something declared is not so; a login may work all the same. */
export const differs = (saw: string, fix: string, causes: readonly CheckId[] = []): Trouble => ({
  ...fail(saw, fix, causes),
  differs: true,
});

/** It works, but something may come of it. */
export const warning = (saw: string, fix: string, causes: readonly CheckId[] = []): Trouble => ({
  status: "warning",
  saw,
  fix,
  causes,
});

/** Nothing was judged. */
export const notChecked = (why: string): Outcome => ({ status: "not checked", why });
