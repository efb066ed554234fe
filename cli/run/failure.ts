/**
 * A command can't go on. The message is for the person who called it: what was found, what was
 * expected, how to mend it. It is printed without a stack trace.
 */
export class CommandFailure extends Error {
  /**
   * @param message complete, of one line or several
   * @param exitCode how the process ends: 2 for a wrong call or configuration, 1 for an error on the way
   */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 2,
  ) {
    super(message);
    this.name = "CommandFailure";
  }
}
