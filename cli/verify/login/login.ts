import { randomBytes } from "node:crypto";
import type { Authentik } from "../../servers/authentik/authentik";
import type { EspoCrm } from "../../servers/espocrm/espocrm";
import { EspoCrmSession } from "../../servers/espocrm/session";
import type { HttpAnswer } from "../../servers/http/answer";
import { ServerFault } from "../../servers/http/server-fault";
import { authorizationRequest, type RequestOptions } from "../authorization-request";
import type { Facts } from "../facts";
import { fail, notChecked, type Outcome, pass, warning } from "../outcome";
import { AuthentikBrowser, REQUEST } from "./authentik-browser";
import { diagnose, isMute } from "./diagnosis";
import { exchange } from "./exchange";
import { NotSignedIn, Stopped } from "./stopped";
import type { TestUser } from "./test-user";

/** What a login needs. */
export interface LoginMeans {
  /** What is known of the integration. */
  readonly facts: Facts;
  /** Who signs in. */
  readonly user: TestUser;
  /** authentik. */
  readonly authentik: Authentik;
  /** EspoCRM, whose administrator is asked for the user's account where a login fails. */
  readonly espocrm: EspoCrm;
}

/** How one way through authentik to EspoCRM ended. */
interface Arrival {
  /** The session; EspoCRM's answer where it lets nobody in. */
  readonly session: EspoCrmSession | HttpAnswer;
  /** Whether EspoCRM made the browser send a code challenge. */
  readonly hasChallenge: boolean;
  /** Whether EspoCRM set a cookie before, as PHP does where it keeps a session. */
  readonly hasCookie: boolean;
}

/**
 * A whole login without a browser: what EspoCRM's page asks for, authentik's flows, the code to EspoCRM,
 * and out again on both sides.
 */
export class Login {
  readonly #browser: AuthentikBrowser;

  /** @param means what it needs */
  constructor(private readonly means: LoginMeans) {
    this.#browser = new AuthentikBrowser(means.authentik, means.user);
  }

  /** Signs in and out. */
  async outcome(): Promise<Outcome> {
    try {
      return await this.signIn();
    } catch (error) {
      return outcomeOf(error instanceof NotSignedIn ? await this.explained(error) : error);
    } finally {
      await troubleOf(() => this.#browser.leave(undefined));
    }
  }

  private async signIn(): Promise<Outcome> {
    const { user } = this.means;
    const arrival = await this.arrive();
    const { session } = arrival;
    if (!(session instanceof EspoCrmSession)) return this.whyNot(session, arrival);
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

  /** Goes the way of EspoCRM's page, as a visitor of its own: the page's session belongs to the code. */
  private async arrive(options: Partial<RequestOptions> = {}): Promise<Arrival> {
    const espocrm = this.means.espocrm.visitor();
    const { sent } = await espocrm.authorizationData();
    if (sent === undefined) {
      throw new Stopped(notChecked("EspoCRM does not sign in through OpenID Connect"));
    }
    const hasCookie = espocrm.hasSetCookie;
    const nonce = random();
    const { declared } = this.means.facts;
    const request = authorizationRequest(declared, sent, { state: random(), nonce, ...options });
    const code = await this.authorize(request, sent.redirectUri);
    const session = await EspoCrmSession.open(espocrm, { code, nonce });
    return { session, hasCookie, hasChallenge: Boolean(sent.codeChallenge) };
  }

  /** Asks authentik for a code. */
  private async authorize(request: string, redirectUri: string): Promise<string> {
    const back = await this.#browser.open(request, redirectUri);
    const code = back?.searchParams.get("code");
    if (code) {
      this.means.authentik.keepSecret(code);
      return code;
    }
    const error = back?.searchParams.get("error") ?? "no reason given";
    throw new Stopped(
      fail(
        `authentik sends the browser back without a code (${error})`,
        "See the other checks.",
        REQUEST,
      ),
    );
  }

  /** Where EspoCRM is mute, goes through the login once more, up to the tokens, to see what it saw. */
  private async whyNot(answer: HttpAnswer, arrival: Arrival): Promise<Outcome> {
    const { authentik, espocrm, facts } = this.means;
    const { declared } = facts;
    const secret =
      (await facts.outputs()).clientSecret ?? (await facts.provider.ifThere())?.client_secret;
    const tokens = async () => {
      if (secret === undefined || !isMute(answer)) return undefined;
      const sent = (await facts.authorizationData.ifThere())?.sent;
      const again = { state: random(), nonce: random(), challenge: false, wishes: false };
      const request = authorizationRequest(declared, sent, again);
      const code = await this.authorize(request, sent?.redirectUri ?? declared.redirectUri);
      return exchange(authentik, declared, code, secret);
    };
    return diagnose(facts, {
      answer,
      tokens: await tokens(),
      account: (userName) => unlessRefused(espocrm.account(userName)),
      lostVerifier: () => this.lostVerifier(arrival),
    });
  }

  /**
   * How EspoCRM lost the code verifier; undefined where it has it, or needs none. Without a challenge
   * authentik refuses a verifier (RFC 9700, section 2.1.1): EspoCRM gets tokens only if it has none to send.
   */
  private async lostVerifier({ hasChallenge, hasCookie }: Arrival): Promise<string | undefined> {
    if (!hasChallenge) return undefined;
    const { session } = await this.arrive({ challenge: false, wishes: false });
    if (!(session instanceof EspoCrmSession)) return undefined;
    await troubleOf(() => session.end());
    return hasCookie
      ? "its PHP forgets the session, or the next request meets another application server"
      : "its PHP sets no session cookie";
  }

  /** authentik says the same to whoever has a wrong password, is not active, or is not there. */
  private async explained(error: NotSignedIn): Promise<NotSignedIn> {
    const { said, username } = error;
    const user = await unlessRefused(this.means.authentik.user(username));
    if (user === undefined && !username.includes("@")) {
      return new NotSignedIn(username, said, [
        "it has no user of that name",
        "Name a user of authentik by its user name (Directory, Users).",
      ]);
    }
    if (user === undefined || user === "unknown" || user.is_active !== false) return error;
    return new NotSignedIn(username, said, [
      "this user is not active there",
      "Activate the user (authentik: Directory, Users), or name another one.",
    ]);
  }
}

async function unlessRefused<T>(asked: Promise<T>): Promise<T | "unknown"> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ServerFault) return "unknown";
    throw error;
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
    const saw = `${error.server} ${error.happened} (${error.url})`;
    return fail(saw, error.fix, error.server === "EspoCRM" ? ["espocrm", "redirect-uri"] : REQUEST);
  }
  throw error;
}

const random = (): string => randomBytes(16).toString("hex");
