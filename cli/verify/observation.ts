import { ServerFault } from "../servers/http/server-fault";
import type { CheckId } from "./checks/ids";

/** What a check wanted to see could not be seen. */
export class Unobserved extends Error {
  /**
   * @param owner the check that reports it
   * @param fault what went wrong
   */
  constructor(
    readonly owner: CheckId,
    readonly fault: ServerFault,
  ) {
    super(fault.message);
    this.name = "Unobserved";
  }
}

/**
 * Something that is asked of a server when the first check wants it, and once only. One check owns it:
 * that one reports if it can't be had, all others that want it are then not checked.
 */
export class Observation<T> {
  #value: Promise<T> | undefined;

  /**
   * @param owner the check that reports if it can't be had
   * @param look asks for it
   */
  constructor(
    readonly owner: CheckId,
    private readonly look: () => Promise<T>,
  ) {}

  /**
   * The value.
   * @throws {Unobserved} if the server's answer is of no use
   */
  get(): Promise<T> {
    return (this.#value ??= this.look().catch((error: unknown) => {
      throw error instanceof ServerFault ? new Unobserved(this.owner, error) : error;
    }));
  }

  /** The value; undefined where it can't be had, for a check that can do without. */
  async ifThere(): Promise<T | undefined> {
    try {
      return await this.get();
    } catch (error) {
      if (error instanceof Unobserved) return undefined;
      throw error;
    }
  }
}
