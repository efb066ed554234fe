import { Browser } from "../../sandbox/__tests__/authentik/browser";
import type { Deployment } from "./deployment";

/** Between the beginnings of two logins, in milliseconds. */
export const PACE = 200;

/** Where authentik sends whoever EspoCRM's Sign in brings to it. */
export function authorize({ authentik, espocrm }: Deployment, browser: Browser) {
  const [provider] = [...authentik.state.providers.values()];
  const query = new URLSearchParams({
    response_type: "code",
    client_id: provider?.client_id ?? "",
    redirect_uri: `${espocrm.url}/oauth-callback.php`,
    scope: "openid profile email",
    state: "state",
    nonce: "nonce",
  }).toString();
  return browser.follow(browser.open(`/application/o/authorize/?${query}`));
}

/** One try. */
interface Attempt {
  /** When it began, in milliseconds. */
  readonly at: number;
  /** Whether EspoCRM let her in. */
  readonly works: boolean;
}

/** `jane`, who signs in again and again, through a session at authentik that there is already. */
export class Visitor {
  /** What became of each, by its beginning. */
  get attempts(): readonly Attempt[] {
    return [...this.made].sort((one, other) => one.at - other.at);
  }

  private readonly made: Attempt[] = [];
  private readonly running: Promise<void>[] = [];
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly deployment: Deployment,
    private readonly browser: Browser,
  ) {}

  /** Signs her in at authentik. */
  static async of(deployment: Deployment): Promise<Visitor> {
    const browser = new Browser(deployment.authentik);
    await browser.login("jane");
    return new Visitor(deployment, browser);
  }

  /** From now on she tries every {@link PACE} milliseconds. */
  start(): void {
    this.timer = setInterval(() => this.running.push(this.attempt()), PACE);
  }

  /** Waits for the end of those that have begun. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.running);
  }

  private async attempt(): Promise<void> {
    const at = performance.now();
    const works = await this.signIn().catch(() => false);
    this.made.push({ at, works });
  }

  /** Whether she gets in. */
  async signIn(): Promise<boolean> {
    const { deployment } = this;
    const page = await authorize(deployment, this.browser);
    const code = new URL(page.location).searchParams.get("code") ?? "";
    const authorization = Buffer.from(`**oidc:${code}`).toString("base64");
    const { status } = await fetch(`${deployment.espocrm.url}/api/v1/App/user`, {
      headers: {
        authorization: `Basic ${authorization}`,
        "espo-authorization": authorization,
        "x-oidc-authorization-nonce": "nonce",
      },
    });
    return status === 200;
  }
}
