import { z } from "zod";
import { answerJson, header, type HttpAnswer } from "../../servers/http/answer";
import type { HttpClient } from "../../servers/http/client";
import { basic } from "../observations/espocrm";
import { Cookies } from "../../servers/http/cookies";

const appUserSchema = z.looseObject({
  token: z.string(),
  user: z.looseObject({
    userName: z.string(),
    name: z.string().nullish(),
    type: z.string(),
  }),
});

/** The user as EspoCRM knows it. */
export type EspoCrmUser = z.infer<typeof appUserSchema>["user"];

/** EspoCRM's user name for someone who comes with a code in the password's place. */
const OIDC = "**oidc";

const encoded = (user: string, password: string): string =>
  Buffer.from(`${user}:${password}`).toString("base64");

/** The test user's session with EspoCRM, as its web page keeps it. */
export class EspoCrmSession {
  private constructor(
    private readonly client: HttpClient,
    private readonly api: string,
    private readonly cookies: Cookies,
    private readonly token: string,
    /** Who has signed in. */
    readonly user: EspoCrmUser,
  ) {}

  /**
   * Presents authentik's code as EspoCRM's page does.
   * @returns the session, or EspoCRM's answer where it lets nobody in
   */
  static async open(
    client: HttpClient,
    api: string,
    { code, nonce }: { readonly code: string; readonly nonce: string },
    keepSecret: (value: string) => void,
  ): Promise<EspoCrmSession | HttpAnswer> {
    const cookies = new Cookies(api, keepSecret);
    const answer = await client.send({
      url: `${api}/App/user`,
      headers: {
        authorization: basic({ username: OIDC, password: code }),
        "espo-authorization": encoded(OIDC, code),
        "espo-authorization-by-token": "false",
        "espo-authorization-create-token-secret": "true",
        "x-oidc-authorization-nonce": nonce,
      },
    });
    if (answer.status !== 200) return answer;
    cookies.take(answer);
    const { token, user } = answerJson(answer, appUserSchema);
    keepSecret(token);
    return new EspoCrmSession(client, api, cookies, token, user);
  }

  /**
   * Ends the session.
   * @returns where EspoCRM sends the browser then; undefined where it stays
   */
  async end(): Promise<string | undefined> {
    const url = `${this.api}/App/destroyAuthToken`;
    const answer = await this.client.send({
      url,
      method: "POST",
      json: { token: this.token },
      headers: {
        ...this.cookies.header(url),
        "espo-authorization": encoded(this.user.userName, this.token),
        "espo-authorization-by-token": "true",
      },
    });
    answerJson(answer, z.boolean());
    return header(answer, "x-logout-redirect-url");
  }
}
