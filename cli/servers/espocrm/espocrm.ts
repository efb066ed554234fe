import { z } from "zod";
import { answerJson, header, htmlTitle, type HttpAnswer } from "../http/answer";
import { type HttpClient, type HttpClientOptions, type HttpRequest } from "../http/client";
import { Cookies } from "../http/cookies";
import { ServerFault, shownUrl } from "../http/server-fault";

/** How an EspoCRM is reached, and who its administrator is. */
export interface EspoCrmAccess {
  /** Address of the API, without a trailing slash: `https://espocrm.company/api/v1`. */
  readonly uri: string;
  /** The administrator's user name. */
  readonly username: string;
  /** The administrator's password, or an auth token. */
  readonly password: string;
  /** Terraform variable with the user name; undefined where it stands in the stack itself. */
  readonly usernameVariable: string | undefined;
  /** Terraform variable with the password. */
  readonly passwordVariable: string;
  /** Everything about the connection but the credentials. */
  readonly client: HttpClientOptions;
}

/** Public words for an EspoCRM: its address without the API's path. */
export const addressOf = ({ uri }: EspoCrmAccess): string => uri.replace(/\/api\/v1$/, "");

/** Where the administrator's credentials of an EspoCRM come from, for messages. */
export function credentialsOf({ passwordVariable, usernameVariable }: EspoCrmAccess): string {
  const password = `TF_VAR_${passwordVariable}`;
  return usernameVariable === undefined ? password : `TF_VAR_${usernameVariable} and ${password}`;
}

const settingsSchema = z.record(z.string(), z.unknown());

/** EspoCRM's settings object, as much as the asking user sees of it. */
export type Settings = z.infer<typeof settingsSchema>;

const sentSchema = z.looseObject({
  clientId: z.string(),
  endpoint: z.string(),
  redirectUri: z.string(),
  scopes: z.array(z.string()),
  claims: z.string().nullish(),
  prompt: z.string().nullish(),
  maxAge: z.number().nullish(),
  // Since EspoCRM 10.0, where PKCE is on.
  codeChallenge: z.string().nullish(),
  codeChallengeMethod: z.string().nullish(),
});

/** What EspoCRM tells a browser to send to authentik. */
export type AuthorizationData = z.infer<typeof sentSchema>;

const usersSchema = z.looseObject({
  list: z.array(
    z.looseObject({ userName: z.string(), type: z.string(), isActive: z.boolean().optional() }),
  ),
});

/** An account of EspoCRM, as its administrator sees it. */
export type Account = z.infer<typeof usersSchema>["list"][number];

const teamsSchema = z.looseObject({
  total: z.number(),
  list: z.array(z.looseObject({ id: z.string(), name: z.string() })),
});

/** A team of EspoCRM. */
export type Team = z.infer<typeof teamsSchema>["list"][number];

/** EspoCRM gives no more at once (`recordListMaxSizeLimit`). */
const TEAMS_AT_ONCE = 200;

/** An EspoCRM as one visitor meets it: its API, with the cookies that it sets for this visit. */
export class EspoCrm {
  readonly #cookies: Cookies;

  /**
   * @param http the way to it
   * @param access where it is, and who its administrator is
   * @param keepSecret takes down what must not be shown
   */
  constructor(
    private readonly http: HttpClient,
    readonly access: EspoCrmAccess,
    readonly keepSecret: (value: string) => void,
  ) {
    this.#cookies = new Cookies(access.uri, keepSecret);
  }

  /** Another visitor of the same EspoCRM, without a cookie. */
  visitor(): EspoCrm {
    return new EspoCrm(this.http, this.access, this.keepSecret);
  }

  /** Whether it has set a cookie, as PHP does where it keeps a session. */
  get hasSetCookie(): boolean {
    return this.#cookies.areThere;
  }

  /** Sends a request to a path of the API. */
  async ask(path: string, request: Omit<HttpRequest, "url"> = {}): Promise<HttpAnswer> {
    const url = `${this.access.uri}/${path}`;
    const headers = { ...this.#cookies.header(url), ...request.headers };
    const answer = await this.http.send({ ...request, url, headers });
    this.#cookies.take(answer);
    return answer;
  }

  /** The settings as the administrator sees them: public ones only, where the credentials are wrong. */
  async settings(): Promise<{ readonly settings: Settings; readonly answer: HttpAnswer }> {
    const answer = await this.ask("Settings", { headers: this.basic });
    if (answer.status === 403 && answer.body === "") throw tooManyFailures(answer);
    if (answer.status === 500 && (await this.ask("Settings")).status === 200) {
      throw unknownMethod(answer);
    }
    if (answer.status === 503 && reasonOf(answer) !== undefined) throw maintenance(answer);
    return { settings: answerJson(answer, settingsSchema), answer };
  }

  /** What it makes browsers send; undefined where it does not sign in through OpenID Connect. */
  async authorizationData(): Promise<{
    readonly sent: AuthorizationData | undefined;
    readonly answer: HttpAnswer;
  }> {
    const answer = await this.ask("Oidc/authorizationData");
    if (answer.status === 403 && htmlTitle(answer) === undefined)
      return { sent: undefined, answer };
    if (answer.status === 500 && reasonOf(answer) !== undefined) throw incomplete(answer);
    return { sent: answerJson(answer, sentSchema), answer };
  }

  /** The account of a user name; undefined where there is none. */
  async account(userName: string): Promise<Account | undefined> {
    const query = new URLSearchParams({
      select: "userName,type,isActive",
      maxSize: "1",
      "where[0][type]": "equals",
      "where[0][attribute]": "userName",
      "where[0][value]": userName,
    });
    const answer = await this.ask(`User?${query.toString()}`, { headers: this.basic });
    return answerJson(answer, usersSchema).list[0];
  }

  /** All teams; undefined where the credentials are not accepted. */
  async teams(): Promise<readonly Team[] | undefined> {
    const teams: Team[] = [];
    for (;;) {
      const query = `select=id,name&maxSize=${String(TEAMS_AT_ONCE)}&offset=${String(teams.length)}`;
      const answer = await this.ask(`Team?${query}`, { headers: this.basic });
      if (answer.status === 401 || answer.status === 403) return undefined;
      const { list, total } = answerJson(answer, teamsSchema);
      teams.push(...list);
      if (list.length === 0 || teams.length >= total) return teams;
    }
  }

  /** Reads from the API with the administrator's credentials, and leaves no session behind. */
  asAdministrator(path: string): Promise<HttpAnswer> {
    return this.ask(path, { headers: this.basic });
  }

  /** The administrator's credentials for one request (RFC 7617): it leaves no session behind. */
  private get basic(): { readonly authorization: string } {
    return { authorization: `Basic ${base64(this.access.username, this.access.password)}` };
  }
}

/** A user name and a password, or what stands in its place, as EspoCRM takes them. */
export const base64 = (username: string, password: string): string =>
  Buffer.from(`${username}:${password}`).toString("base64");

/** EspoCRM answered, and there is more to tell of it than the status. */
const refusal = ({ status, url }: HttpAnswer, happened: string, fix: string): ServerFault =>
  new ServerFault({ server: "EspoCRM", url: shownUrl(url), kind: "status", status, happened, fix });

const tooManyFailures = (answer: HttpAnswer): ServerFault =>
  refusal(
    answer,
    "refuses everything from this machine that carries credentials (an empty 403)",
    "It does so after more than 10 failed log-ins a minute: wait a minute, then try again with the right password. If it goes on, an access proxy or an address whitelist (EspoCRM: Administration, Authentication) refuses.",
  );

/** Without credentials it answers, with them it fails: it can't load its authentication method. */
const unknownMethod = (answer: HttpAnswer): ServerFault =>
  refusal(
    answer,
    "fails at every log-in (an empty 500), while it answers without one",
    "Most likely its authenticationMethod is none that it knows. Only its server can fix that: set 'authenticationMethod' => 'Espo' in data/config.php, then deploy.",
  );

/** It gives the settings to strangers, but not to a user whom it keeps out. */
const maintenance = (answer: HttpAnswer): ServerFault =>
  refusal(
    answer,
    "is in maintenance mode, and these credentials are not an administrator's",
    "Give the user name and password of a user of type Admin.",
  );

/** EspoCRM's own word for a refusal. */
const reasonOf = (answer: HttpAnswer): string | undefined => header(answer, "x-status-reason");

/** Its OpenID Connect settings do not suffice for a login. */
const incomplete = (answer: HttpAnswer): ServerFault =>
  refusal(
    answer,
    `can't begin a login ("${reasonOf(answer) ?? ""}")`,
    "Its OpenID Connect settings are incomplete: deploy to complete them.",
  );
