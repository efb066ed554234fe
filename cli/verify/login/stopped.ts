import { fail, type Outcome } from "../outcome";

/** A login went no further: here is what that means. */
export class Stopped extends Error {
  /** @param outcome for the person who asked */
  constructor(readonly outcome: Outcome) {
    super("The login stopped.");
    this.name = "Stopped";
  }
}

/** authentik does not take the user name and password. It says no more to anybody. */
export class NotSignedIn extends Stopped {
  /**
   * @param username who did not get in
   * @param said authentik's words
   * @param why what is known beyond them, with what to do. @default - nothing
   */
  constructor(
    readonly username: string,
    readonly said: string,
    why?: readonly [why: string, fix: string],
  ) {
    const saw = `authentik does not sign ${username} in ("${said}")`;
    super(
      why === undefined
        ? fail(saw, "Check the user name, and ESPO_AUTHENTIK_LOGIN_PASSWORD.")
        : fail(`${saw}: ${why[0]}`, why[1]),
    );
  }
}
