import type { Scrubber } from "../../run/scrubber";
import type { EspoCrmApi } from "./synthesized";
import { EspoCrmSession } from "./session";

/** The sessions of one command: one for each EspoCRM and administrator, however often it is needed. */
export class Sessions {
  readonly #sessions = new Map<string, Promise<EspoCrmSession>>();

  constructor(
    private readonly environment: NodeJS.ProcessEnv,
    private readonly scrubber: Scrubber,
  ) {}

  /**
   * The session with an EspoCRM, opened at the first call. A log-in that failed is not tried again.
   * @throws {CommandFailure} as {@link EspoCrmSession.open} does
   */
  of(api: EspoCrmApi): Promise<EspoCrmSession> {
    const key = keyOf(api);
    const session = this.#sessions.get(key) ?? this.open(api);
    this.#sessions.set(key, session);
    return session;
  }

  /** The session with an EspoCRM, if one was asked for. */
  existing(api: EspoCrmApi): Promise<EspoCrmSession> | undefined {
    return this.#sessions.get(keyOf(api));
  }

  /**
   * Ends every session that was opened.
   * @returns what went wrong, a message each
   */
  async end(): Promise<readonly string[]> {
    const opened = await Promise.allSettled(this.#sessions.values());
    this.#sessions.clear();
    const ended = await Promise.allSettled(
      opened.flatMap((session) => (session.status === "fulfilled" ? [session.value.end()] : [])),
    );
    return ended.flatMap((end) =>
      end.status === "rejected" ? [(end.reason as Error).message] : [],
    );
  }

  private async open(api: EspoCrmApi): Promise<EspoCrmSession> {
    const session = await EspoCrmSession.open(api, this.environment);
    this.scrubber.credentials(api.username, session.token);
    return session;
  }
}

const keyOf = ({ client, password, uri, username }: EspoCrmApi): string =>
  JSON.stringify([uri, username, password, client]);
