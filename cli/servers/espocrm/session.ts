import { z } from "zod";
import { answerJson, header, type HttpAnswer } from "../http/answer";
import type { HttpClient, HttpClientOptions } from "../http/client";
import { ServerFault } from "../http/server-fault";
import { CommandFailure } from "../../run/failure";
import { addressOf, clientFor, credentialsOf, type EspoCrmApi } from "./synthesized";

/** Milliseconds that logging in or out may take: a person may be waiting for Ctrl-C to work. */
const PATIENCE = 20_000;

const appUserSchema = z.object({
  token: z.string().min(1),
  user: z.object({ type: z.string(), userName: z.string() }),
});

/**
 * An administrator's session with an EspoCRM. Its auth token works in the password's place, and spares
 * EspoCRM the password hash at each request. Whoever opens a session ends it.
 */
export class EspoCrmSession {
  private constructor(
    private readonly api: EspoCrmApi,
    private readonly client: HttpClient,
    /** The auth token. */
    readonly token: string,
  ) {}

  /** Whether the token is the one that was given in the password's place: then it is not ours to end. */
  private get isGiven(): boolean {
    return this.token === this.api.password;
  }

  /**
   * Logs in, with one request.
   * @throws {CommandFailure} which names EspoCRM, the URL and what to try
   */
  static async open(api: EspoCrmApi, environment: NodeJS.ProcessEnv): Promise<EspoCrmSession> {
    const client = clientFor({ ...api, client: impatient(api.client) }, environment);
    try {
      const answer = await client.send({
        url: `${api.uri}/App/user`,
        headers: { "espo-authorization": base64(`${api.username}:${api.password}`) },
      });
      refuse(api, answer);
      const { token, user } = answerJson(answer, appUserSchema);
      const session = new EspoCrmSession(api, client, token);
      if (!/admin$/.test(user.type)) {
        await session.end();
        throw new CommandFailure(
          `EspoCRM at ${addressOf(api)}: the user of ${credentialsOf(api)} is of type ${user.type}. Only a user of type Admin may read and write the settings.`,
          1,
        );
      }
      return session;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  /** Sends a request of the administrator's. */
  get(path: string): Promise<HttpAnswer> {
    return this.client.send({ url: `${this.api.uri}/${path}`, headers: this.headers });
  }

  /** Sends a request of the administrator's, with a body of JSON. */
  post(path: string, json: unknown): Promise<HttpAnswer> {
    const url = `${this.api.uri}/${path}`;
    return this.client.send({ url, method: "POST", json, headers: this.headers });
  }

  private get headers(): Readonly<Record<string, string>> {
    return {
      "espo-authorization": base64(`${this.api.username}:${this.token}`),
      "espo-authorization-by-token": "true",
    };
  }

  /**
   * Ends the session: the token is worthless afterwards, unless it was given to us.
   * @throws {CommandFailure} where EspoCRM did not confirm it
   */
  async end(): Promise<void> {
    if (this.isGiven) return this.client.close();
    const destroy = () => this.post("App/destroyAuthToken", { token: this.token });
    try {
      const answer = await destroy().catch((error: unknown) => {
        if (error instanceof ServerFault && error.isSilence) return destroy();
        throw error;
      });
      answerJson(answer, z.boolean());
    } catch (error) {
      throw new CommandFailure(
        `The session with EspoCRM at ${addressOf(this.api)} could not be ended. ${(error as Error).message} Until it expires, end it there by hand: Administration, Auth Tokens.`,
        1,
      );
    } finally {
      await this.client.close();
    }
  }
}

/** Waits no longer than people do; more patience in the configuration would then change nothing. */
function impatient(options: HttpClientOptions): HttpClientOptions {
  if (options.timeout < PATIENCE) return options;
  return { ...options, timeout: PATIENCE, timeoutSetting: undefined };
}

function refuse(api: EspoCrmApi, answer: HttpAnswer): void {
  const { status } = answer;
  const at = `EspoCRM at ${addressOf(api)}`;
  const isOwn = header(answer, "x-status-reason") !== undefined || answer.body === "";
  if (status === 401 && isOwn) {
    throw new CommandFailure(
      `${at} refused the user name and password of ${credentialsOf(api)} (${api.uri}/App/user answered 401). Give those of a user of type Admin who signs in with a password and without a second factor. One failed log-in was spent; EspoCRM allows 10 a minute.`,
      1,
    );
  }
  if (status === 403 && isOwn) {
    throw new CommandFailure(
      `${at} refuses every log-in from here (${api.uri}/App/user answered 403): there were too many failed ones. Wait a minute, check ${credentialsOf(api)}, and try again.`,
      1,
    );
  }
}

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
