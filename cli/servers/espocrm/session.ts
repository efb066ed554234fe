import { z } from "zod";
import { answerJson, header, type HttpAnswer } from "../http/answer";
import { ServerFault } from "../http/server-fault";
import { base64, type EspoCrm } from "./espocrm";

const appUserSchema = z.looseObject({
  token: z.string().min(1),
  user: z.looseObject({ userName: z.string(), name: z.string().nullish(), type: z.string() }),
});

/** The user as EspoCRM knows it. */
export type EspoCrmUser = z.infer<typeof appUserSchema>["user"];

/** What somebody logs in with: a password, or what authentik gave the browser. */
export type LogIn =
  | { readonly username: string; readonly password: string }
  | { readonly code: string; readonly nonce: string };

/** EspoCRM's user name for someone who comes with a code in the password's place. */
const OIDC = "**oidc";

/**
 * A user's session with an EspoCRM. Its auth token works in a password's place, and spares EspoCRM the
 * password hash at each request. Whoever opens a session ends it.
 */
export class EspoCrmSession {
  private constructor(
    private readonly espocrm: EspoCrm,
    /** The auth token. */
    readonly token: string,
    /** Who has logged in. */
    readonly user: EspoCrmUser,
  ) {}

  /**
   * Logs in, with one request.
   * @returns the session, or EspoCRM's answer where it lets nobody in
   */
  static async open(espocrm: EspoCrm, logIn: LogIn): Promise<EspoCrmSession | HttpAnswer> {
    const answer = await espocrm.ask("App/user", { headers: headersOf(logIn) });
    if (answer.status !== 200) return answer;
    const { token, user } = answerJson(answer, appUserSchema);
    espocrm.keepSecret(token);
    return new EspoCrmSession(espocrm, token, user);
  }

  /** Reads from the API. */
  get(path: string): Promise<HttpAnswer> {
    return this.espocrm.ask(path, { headers: this.headers });
  }

  /** Sends JSON to the API. */
  post(path: string, json: unknown): Promise<HttpAnswer> {
    return this.espocrm.ask(path, { method: "POST", json, headers: this.headers });
  }

  /**
   * Ends the session: the token is worthless afterwards. A request that gets no answer is repeated once.
   * @returns where EspoCRM sends the browser then; undefined where it stays
   */
  async end(): Promise<string | undefined> {
    const destroy = () => this.post("App/destroyAuthToken", { token: this.token });
    const answer = await destroy().catch((error: unknown) => {
      if (error instanceof ServerFault && error.isSilence) return destroy();
      throw error;
    });
    answerJson(answer, z.boolean());
    return header(answer, "x-logout-redirect-url");
  }

  private get headers(): Readonly<Record<string, string>> {
    return {
      "espo-authorization": base64(this.user.userName, this.token),
      "espo-authorization-by-token": "true",
    };
  }
}

/** What EspoCRM's page sends. */
function headersOf(logIn: LogIn): Readonly<Record<string, string>> {
  if ("password" in logIn) {
    return { "espo-authorization": base64(logIn.username, logIn.password) };
  }
  const { code, nonce } = logIn;
  return {
    authorization: `Basic ${base64(OIDC, code)}`,
    "espo-authorization": base64(OIDC, code),
    "espo-authorization-by-token": "false",
    "espo-authorization-create-token-secret": "true",
    "x-oidc-authorization-nonce": nonce,
  };
}
