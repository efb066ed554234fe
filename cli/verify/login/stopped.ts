import type { Outcome } from "../outcome";

/** A login went no further: here is what that means. */
export class Stopped extends Error {
  /** @param outcome for the person who asked */
  constructor(readonly outcome: Outcome) {
    super("The login stopped.");
    this.name = "Stopped";
  }
}
