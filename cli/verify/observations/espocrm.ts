import { z } from "zod";
import { answerJson, header, htmlTitle, type HttpAnswer } from "../../servers/http/answer";
import type { HttpClient } from "../../servers/http/client";
import { ServerFault, shownUrl } from "../../servers/http/server-fault";
import { Observation } from "../observation";
import type { Subject } from "../declaration";

const settingsSchema = z.record(z.string(), z.unknown());

/** EspoCRM's settings object, as much as the asking user sees of it. */
export type Settings = z.infer<typeof settingsSchema>;

const sentSchema = z.looseObject({
  clientId: z.string(),
  endpoint: z.string(),
  redirectUri: z.string(),
  scopes: z.array(z.string()),
  claims: z.string().nullable().optional(),
  prompt: z.string().nullable().optional(),
  maxAge: z.number().nullable().optional(),
});

/** What EspoCRM tells a browser to send to authentik. */
export type AuthorizationData = z.infer<typeof sentSchema>;

/** What EspoCRM says. */
export interface EspoCrmObservations {
  /** The settings as they were answered to the administrator's credentials: perhaps public ones only. */
  readonly settings: Observation<{ readonly settings: Settings; readonly answer: HttpAnswer }>;
  /** What it makes browsers send; undefined where it does not sign in through OpenID Connect. */
  readonly authorizationData: Observation<{
    readonly sent: AuthorizationData | undefined;
    readonly answer: HttpAnswer;
  }>;
  /** The same, where it does. */
  readonly sent: Pick<Observation<AuthorizationData | undefined>, "ifThere">;
}

/** An administrator's user name and password. */
export interface Credentials {
  /** User name. */
  readonly username: string;
  /** Password, or auth token. */
  readonly password: string;
}

/** The value of a Basic `Authorization` header (RFC 7617). */
export const basic = ({ password, username }: Credentials): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

/**
 * The observations through `client`. The administrator's credentials travel once: each time costs
 * EspoCRM a password hash, and a Basic log-in leaves no session behind.
 */
export function observeEspoCrm(
  client: HttpClient,
  subject: Subject,
  credentials: Credentials,
): EspoCrmObservations {
  const url = `${subject.espocrmApi}/Settings`;
  const authorizationData: EspoCrmObservations["authorizationData"] = new Observation(
    "redirect-uri",
    async () => {
      const answer = await client.send({ url: `${subject.espocrmApi}/Oidc/authorizationData` });
      if (answer.status === 403 && htmlTitle(answer) === undefined)
        return { sent: undefined, answer };
      if (answer.status === 500 && reasonOf(answer) !== undefined) throw incomplete(answer);
      return { sent: answerJson(answer, sentSchema), answer };
    },
  );
  return {
    settings: new Observation("espocrm", async () => {
      const answer = await client.send({ url, headers: { authorization: basic(credentials) } });
      if (answer.status === 403 && answer.body === "") throw tooManyFailures(answer);
      if (answer.status === 500 && (await client.send({ url })).status === 200) {
        throw unknownMethod(answer);
      }
      if (answer.status === 503 && reasonOf(answer) !== undefined) throw maintenance(answer);
      return { settings: answerJson(answer, settingsSchema), answer };
    }),
    authorizationData,
    sent: { ifThere: async () => (await authorizationData.ifThere())?.sent },
  };
}

/** EspoCRM answered, and there is more to tell of it than the status. */
const refusal = ({ status, url }: HttpAnswer, happened: string, mend: string): ServerFault =>
  new ServerFault({ side: "EspoCRM", url: shownUrl(url), kind: "status", status, happened, mend });

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
    "Most likely its authenticationMethod is none that it knows. Only its server can mend that: set 'authenticationMethod' => 'Espo' in data/config.php, then deploy.",
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
