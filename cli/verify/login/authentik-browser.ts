import {
  answerJson,
  header,
  htmlTitle,
  type HttpAnswer,
  statusFault,
} from "../../servers/http/answer";
import type { Authentik } from "../../servers/authentik/authentik";
import { Cookies } from "../../servers/http/cookies";
import { shownUrl } from "../../servers/http/server-fault";
import type { CheckId } from "../checks/ids";
import { fail, notChecked } from "../outcome";
import { challengeSchema, type Challenge, denied, meet } from "./challenge";
import { Stopped } from "./stopped";
import type { TestUser } from "./test-user";

/** The checks of the request itself: where one fails, authentik goes no further, and that is why. */
export const REQUEST: readonly CheckId[] = [
  "authentik",
  "authentik-api",
  "espocrm-settings",
  "site-url",
  "redirect-uri",
  "authorization",
];

/** No login takes more; a loop does. */
const MOST_STEPS = 30;

/** Address of a flow's page, which a browser would fill by means of the executor. */
const FLOW_PAGE = /\/if\/flow\/([^/]+)\/$/;

/** Goes through authentik's pages as a browser of the test user does. */
export class AuthentikBrowser {
  readonly #cookies: Cookies;
  #user: TestUser | undefined;
  #hasSignedIn = false;

  /**
   * @param authentik where it is
   * @param user who signs in
   */
  constructor(
    private readonly authentik: Authentik,
    user: TestUser,
  ) {
    this.#user = user;
    this.#cookies = new Cookies(this.base, authentik.keepSecret);
  }

  private get base(): string {
    return this.authentik.access.url;
  }

  /**
   * Opens an address and goes on as far as authentik leads.
   * @param redirectUri where authentik sends the browser in the end; it is not opened
   * @returns that address, with everything authentik adds; undefined where a page is the end
   * @throws {Stopped} where authentik refuses, or asks what no command can answer
   */
  async open(address: string, redirectUri?: string): Promise<URL | undefined> {
    let url: URL | undefined = new URL(address, `${this.base}/`);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      if (url === undefined || isAt(url, redirectUri)) return url;
      if (!this.#cookies.isOwn(url.href)) {
        if (this.#user === undefined) return url;
        throw elsewhere(url);
      }
      url = await this.step(url);
    }
    throw new Stopped(
      fail(
        "authentik leads from page to page without an end",
        "Look into its flows and its log.",
        REQUEST,
      ),
    );
  }

  /**
   * Follows a browser's way out, then ends authentik's own session: many flows leave it alive.
   * @param onward where EspoCRM sends the browser; undefined for nowhere
   */
  async leave(onward: string | undefined): Promise<void> {
    if (this.#user === undefined || !this.#cookies.areThere) return;
    this.#user = undefined;
    if (onward !== undefined && this.#cookies.isOwn(onward)) await this.open(onward);
    const flow = "default-invalidation-flow";
    await this.passFlow(flow, new URL(`${this.base}/if/flow/${flow}/`));
  }

  private async step(url: URL): Promise<URL | undefined> {
    const flow = FLOW_PAGE.exec(url.pathname)?.[1];
    if (flow !== undefined) return this.passFlow(flow, url);
    const answer = await this.ask(url.href);
    const onward = redirection(answer);
    if (onward !== undefined) return onward;
    if (answer.status > 400) throw statusFault(answer);
    if (answer.status === 400) throw refused(answer);
    if (this.#user === undefined) return undefined;
    throw this.#hasSignedIn ? denied(this.#user.username, undefined) : strangePage(answer);
  }

  /** Meets a flow's challenges until it leads elsewhere. */
  private async passFlow(flow: string, page: URL): Promise<URL | undefined> {
    const query = new URLSearchParams({ query: page.search.slice(1) });
    const executor = `${this.base}/api/v3/flows/executor/${flow}/?${query.toString()}`;
    const stage = { flow, user: this.#user, hasSignedIn: this.#hasSignedIn };
    let challenge = await this.challenge(flow, executor);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const next = meet(challenge, stage);
      if (next.kind === "end") return undefined;
      if (next.kind === "go") {
        this.#hasSignedIn = true;
        return new URL(next.to, page);
      }
      challenge = await this.challenge(flow, executor, next.body);
    }
    throw endless(flow);
  }

  /**
   * What a flow asks next. Its executor leads to itself after each body that it takes, and once more for
   * each stage that asks nothing.
   */
  private async challenge(flow: string, executor: string, body?: object): Promise<Challenge> {
    let answer = await this.ask(executor, body);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const next = redirection(answer);
      if (next === undefined) return answerJson(answer, challengeSchema);
      if (!this.#cookies.isOwn(next.href) || !next.pathname.includes("/flows/executor/")) {
        return { component: "xak-flow-redirect", to: next.href };
      }
      answer = await this.ask(next.href);
    }
    throw endless(flow);
  }

  /** Asks authentik, and nobody else. A browser says which page of authentik a form was on; so do we. */
  private async ask(url: string, json?: object): Promise<HttpAnswer> {
    if (!this.#cookies.isOwn(url)) throw elsewhere(new URL(url));
    const csrf = this.#cookies.valueFor(url, "authentik_csrf");
    const { origin } = new URL(url);
    const answer = await this.authentik.send({
      url,
      ...(json && { method: "POST", json }),
      headers: {
        ...this.#cookies.header(url),
        ...(json && { origin, referer: `${origin}/` }),
        ...(csrf !== undefined && { "x-authentik-csrf": csrf }),
      },
    });
    this.#cookies.take(answer);
    return answer;
  }
}

/** Where an answer sends the browser; undefined where it is an answer itself. */
function redirection(answer: HttpAnswer): URL | undefined {
  const location = header(answer, "location");
  const isRedirect = answer.status >= 300 && answer.status < 400 && location !== undefined;
  return isRedirect && URL.canParse(location, answer.url)
    ? new URL(location, answer.url)
    : undefined;
}

const endless = (flow: string): Stopped =>
  new Stopped(
    fail(`authentik's flow ${flow} has no end`, "Look into its stages (Flows and Stages).", [
      "authorization",
    ]),
  );

const isAt = (url: URL, redirectUri: string | undefined): boolean =>
  redirectUri !== undefined &&
  url.href.split(/[?#]/)[0] === new URL(redirectUri).href.split(/[?#]/)[0];

function elsewhere(url: URL): Stopped {
  return new Stopped(
    notChecked(
      `authentik leads to ${shownUrl(url.href)}, another identity provider or address: name a test user who has a password at authentik`,
    ),
  );
}

/** Not authentik's: nobody is denied who has not signed in. */
function strangePage(answer: HttpAnswer): Stopped {
  const title = htmlTitle(answer) ?? "";
  return new Stopped({
    status: "fail",
    saw: `authentik answers the login with a page "${title}"`,
    fix: "Is there an access proxy before it? People's browsers must get through.",
    causes: REQUEST,
  });
}

function refused({ body, status }: HttpAnswer): Stopped {
  const page = /Client ID Error|Redirect URI Error/.exec(body)?.[0];
  return new Stopped(
    fail(
      page === undefined
        ? `authentik refuses the login with HTTP ${status} and a page of its own`
        : `authentik refuses the login with a page "${page}", which stays in EspoCRM's popup`,
      "See the other checks; if they pass, look into authentik's log.",
      REQUEST,
    ),
  );
}
