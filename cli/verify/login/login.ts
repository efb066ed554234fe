import { randomBytes } from "node:crypto";
import type { HttpAnswer } from "../../servers/http/answer";
import type { HttpClient } from "../../servers/http/client";
import { ServerFault } from "../../servers/http/server-fault";
import type { Facts } from "../facts";
import { withoutTrailingSlash } from "../../../lib/address";
import type { Credentials } from "../observations/espocrm";
import { fail, notChecked, type Outcome, pass, warning } from "../outcome";
import { AuthentikBrowser } from "./authentik-browser";
import { diagnose, isMute } from "./diagnosis";
import { EspoCrmSession } from "./espocrm-session";
import { accountOf } from "./espocrm-user";
import { exchange } from "./exchange";
import { Stopped } from "./stopped";

/** Who signs in for the test. */
export interface TestUser {
  /** User name at authentik. */
  readonly username: string;
  /** Password at authentik. */
  readonly password: string;
}

/** What a login needs. */
export interface LoginMeans {
  /** What is known of the integration. */
  readonly facts: Omit<Facts, "login">;
  /** Who signs in. */
  readonly user: TestUser;
  /** To authentik. */
  readonly toAuthentik: HttpClient;
  /** To EspoCRM. */
  readonly toEspoCrm: HttpClient;
  /** EspoCRM's administrator, who is asked for the user's account where a login fails. */
  readonly credentials: Credentials;
  /** Takes down what must not be shown. */
  readonly keepSecret: (value: string) => void;
}

/**
 * A whole login without a browser: authentik's flows, the code to EspoCRM, and out again on both
 * sides.
 */
export class Login {
  readonly #browser: AuthentikBrowser;

  /** @param means what it needs */
  constructor(private readonly means: LoginMeans) {
    const { facts, keepSecret, toAuthentik, user } = means;
    const base = withoutTrailingSlash(facts.subject.props.authentik.url);
    this.#browser = new AuthentikBrowser(toAuthentik, base, user, keepSecret);
  }

  /** Signs in and out. */
  async outcome(): Promise<Outcome> {
    try {
      return await this.signIn();
    } catch (error) {
      return outcomeOf(error);
    } finally {
      await troubleOf(() => this.#browser.leave(undefined));
    }
  }

  private async signIn(): Promise<Outcome> {
    const { facts, keepSecret, toEspoCrm, user } = this.means;
    const { sent } = await facts.authorizationData.get();
    if (sent === undefined) return notChecked("EspoCRM does not sign in through OpenID Connect");
    const { prompt } = sent;
    const nonce = random();
    const code = await this.authorize({
      nonce,
      // Nobody is signed in yet, so authentik could only refuse.
      ...(prompt && prompt !== "none" && { prompt }),
      ...(sent.maxAge != null && { max_age: String(sent.maxAge) }),
      ...(sent.claims != null && { claims: sent.claims }),
    });
    const session = await EspoCrmSession.open(
      toEspoCrm,
      facts.subject.espocrmApi,
      { code, nonce },
      keepSecret,
    );
    if (!(session instanceof EspoCrmSession)) return this.whyNot(session);
    const { name, type, userName } = session.user;
    const named = name ? `, ${name}` : "";
    const saw = `${user.username} signs in; EspoCRM knows this user as "${userName}" (${type}${named})`;
    let onward: string | undefined;
    const trouble =
      (await troubleOf(async () => (onward = await session.end()))) ??
      (await troubleOf(() => this.#browser.leave(onward)));
    return trouble === undefined
      ? pass(`${saw}, and is logged out again`)
      : warning(
          `${saw}, but logging out fails: ${trouble}`,
          "See the check of the logout address.",
        );
  }

  /** Asks authentik for a code, with the parameters that every request of EspoCRM's has. */
  private async authorize(more: Readonly<Record<string, string>>): Promise<string> {
    const { facts, keepSecret } = this.means;
    const { sent } = await facts.authorizationData.get();
    const { clientId, endpoints, redirectUri, scopes } = facts.subject;
    const query = new URLSearchParams({
      client_id: sent?.clientId ?? clientId,
      redirect_uri: sent?.redirectUri ?? redirectUri,
      response_type: "code",
      scope: (sent?.scopes ?? scopes).join(" "),
      state: random(),
      ...more,
    });
    const back = await this.#browser.open(
      `${endpoints.authorization}?${query.toString()}`,
      sent?.redirectUri ?? redirectUri,
    );
    const code = back?.searchParams.get("code");
    if (code) {
      keepSecret(code);
      return code;
    }
    const error = back?.searchParams.get("error") ?? "no reason given";
    throw new Stopped(
      fail(`authentik sends the browser back without a code (${error})`, "See the other checks."),
    );
  }

  /** Where EspoCRM is mute, goes through the login once more, up to the tokens, to see what it saw. */
  private async whyNot(answer: HttpAnswer): Promise<Outcome> {
    const { credentials, facts, keepSecret, toAuthentik, toEspoCrm } = this.means;
    const secret =
      (await facts.outputs()).clientSecret ?? (await facts.provider.ifThere())?.client_secret;
    const tokens =
      secret === undefined || !isMute(answer)
        ? undefined
        : await exchange(
            toAuthentik,
            facts.subject,
            await this.authorize({ nonce: random() }),
            secret,
            keepSecret,
          );
    const api = facts.subject.espocrmApi;
    return diagnose(facts, {
      answer,
      tokens,
      account: (userName) => accountOf(toEspoCrm, api, credentials, userName),
    });
  }
}

/** What went wrong, in words; undefined where nothing did. */
async function troubleOf(action: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    const outcome = outcomeOf(error);
    return outcome.status === "not checked" ? outcome.why : outcome.saw;
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof Stopped) return error.outcome;
  if (error instanceof ServerFault) {
    const saw = `${error.side} ${error.happened} (${error.url})`;
    return { status: "fail", saw, mend: error.mend, unobserved: true };
  }
  throw error;
}

const random = (): string => randomBytes(16).toString("hex");
