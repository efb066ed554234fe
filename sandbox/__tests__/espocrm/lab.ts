import { startEspoCrm, type EspoCrmOptions, type EspoCrmSandbox } from "../../espocrm";
import { basic, call, espo, type Answer } from "./espocrm-client";
import { IdentityProvider } from "./identity-provider";

/** An EspoCRM that signs people in through an identity provider of the test's own. */
export class Lab {
  private constructor(
    /** The clock of both, in milliseconds since 1970. */
    readonly clock: { now: number },
    readonly espocrm: EspoCrmSandbox,
    readonly provider: IdentityProvider,
  ) {}

  static async start(options: EspoCrmOptions = {}): Promise<Lab> {
    const clock = { now: Date.UTC(2026, 10, 1) };
    const now = (): number => clock.now;
    const provider = await IdentityProvider.start(now);
    const espocrm = await startEspoCrm({ now, ...options });
    espocrm.seed({ settings: provider.settings });
    return new Lab(clock, espocrm, provider);
  }

  async close(): Promise<void> {
    await this.espocrm.close();
    await this.provider.close();
  }

  /** Changes settings without a request. */
  set(settings: Record<string, unknown>): void {
    this.espocrm.seed({ settings });
  }

  /** Brings an authorization code to EspoCRM, as its front end does. */
  signIn(headers: Record<string, string> = {}, code = "code-abc"): Promise<Answer> {
    return call(this.espocrm, "GET", "App/user", {
      ...basic("**oidc", code),
      ...espo("**oidc", code),
      "espo-authorization-by-token": "false",
      "espo-authorization-create-token-secret": "true",
      ...headers,
    });
  }

  /** Signs in with these claims; who is logged in then, or the status of the refusal. */
  async signInAs(claims: Record<string, unknown>): Promise<unknown> {
    this.provider.claims = claims;
    const answer = await this.signIn();
    return answer.status === 200 ? answer.json()["user"] : answer.status;
  }

  /** The reasons in EspoCRM's log. */
  log(): string[] {
    return this.espocrm.state.log.list().map(({ message }) => message);
  }
}
