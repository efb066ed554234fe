import { CommandFailure } from "../../run/failure";
import type { Scrubber } from "../../run/scrubber";
import { header, type HttpAnswer, statusFault } from "../http/answer";
import { HttpClient, type HttpClientOptions } from "../http/client";
import { addressOf, credentialsOf, EspoCrm, type EspoCrmAccess } from "./espocrm";
import { EspoCrmSession } from "./session";

/** Milliseconds that logging in or out may take: a person may be waiting for Ctrl-C to work. */
const PATIENCE = 20_000;

interface Administrator {
  readonly access: EspoCrmAccess;
  readonly session: EspoCrmSession;
  readonly http: HttpClient;
}

/** The administrators' sessions of one command: one for each EspoCRM, however often it is needed. */
export class Administrators {
  readonly #administrators = new Map<string, Promise<Administrator>>();

  constructor(
    private readonly environment: NodeJS.ProcessEnv,
    private readonly scrubber: Scrubber,
  ) {}

  /**
   * The session with an EspoCRM, opened at the first call. A log-in that failed is not tried again.
   * @throws {CommandFailure} which names EspoCRM, the URL and what to try
   */
  async of(access: EspoCrmAccess): Promise<EspoCrmSession> {
    const key = keyOf(access);
    const administrator = this.#administrators.get(key) ?? this.open(access);
    this.#administrators.set(key, administrator);
    return (await administrator).session;
  }

  /** The session with an EspoCRM, if one was asked for. */
  async existing(access: EspoCrmAccess): Promise<EspoCrmSession | undefined> {
    return (await this.#administrators.get(keyOf(access)))?.session;
  }

  /**
   * Ends every session that was opened, but for one whose token was given in the password's place.
   * @returns what went wrong, a message each
   */
  async end(): Promise<readonly string[]> {
    const opened = await Promise.allSettled(this.#administrators.values());
    this.#administrators.clear();
    const ended = await Promise.all(
      opened.map(async (one) => (one.status === "fulfilled" ? end(one.value) : undefined)),
    );
    return ended.filter((message) => message !== undefined);
  }

  private async open(access: EspoCrmAccess): Promise<Administrator> {
    const http = new HttpClient({ ...impatient(access.client), environment: this.environment });
    try {
      const espocrm = new EspoCrm(http, access, (token) =>
        this.scrubber.credentials(access.username, token),
      );
      const session = await EspoCrmSession.open(espocrm, access);
      if (!(session instanceof EspoCrmSession)) throw refusal(access, session);
      if (/admin$/.test(session.user.type)) return { access, session, http };
      await session.end();
      throw new CommandFailure(
        `EspoCRM at ${addressOf(access)}: the user of ${credentialsOf(access)} is of type ${session.user.type}. Only a user of type Admin may read and write the settings.`,
        1,
      );
    } catch (error) {
      await http.close();
      throw error;
    }
  }
}

async function end({ access, http, session }: Administrator): Promise<string | undefined> {
  try {
    if (session.token !== access.password) await session.end();
    return undefined;
  } catch (error) {
    return `The session with EspoCRM at ${addressOf(access)} could not be ended. ${(error as Error).message} Until it expires, end it there by hand: Administration, Auth Tokens.`;
  } finally {
    await http.close();
  }
}

const keyOf = ({ client, password, uri, username }: EspoCrmAccess): string =>
  JSON.stringify([uri, username, password, client]);

/** Waits no longer than people do; more patience in the configuration would then change nothing. */
function impatient(options: HttpClientOptions): HttpClientOptions {
  if (options.timeout < PATIENCE) return options;
  return { ...options, timeout: PATIENCE, timeoutSetting: undefined };
}

function refusal(access: EspoCrmAccess, answer: HttpAnswer): Error {
  const { status } = answer;
  const at = `EspoCRM at ${addressOf(access)}`;
  const given = credentialsOf(access);
  const isOwn = header(answer, "x-status-reason") !== undefined || answer.body === "";
  if (status === 401 && isOwn) {
    return new CommandFailure(
      `${at} refused the user name and password of ${given} (${access.uri}/App/user answered 401). Give those of a user of type Admin who signs in with a password and without a second factor. One failed log-in was spent; EspoCRM allows 10 a minute.`,
      1,
    );
  }
  if (status === 403 && isOwn) {
    return new CommandFailure(
      `${at} refuses every log-in from here (${access.uri}/App/user answered 403): there were too many failed ones. Wait a minute, check ${given}, and try again.`,
      1,
    );
  }
  return statusFault(answer);
}
