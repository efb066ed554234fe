import { randomUUID } from "node:crypto";
import { sidOf, type Session } from "../flows/sessions";
import type { AuthentikState } from "../state/authentik-state";
import type { OAuth2Provider } from "../state/models";
import { signed } from "./signing";
import type { Token, TokenStore } from "./token-store";

/** A log-out that a client was told of. */
export interface LogoutDelivery {
  /** Name of the provider. */
  readonly provider: string;
  /** Where the token was posted to. */
  readonly url: string;
  /** Status of the client's answer; undefined when there was none. */
  readonly status: number | undefined;
}

const EVENT = "http://schemas.openid.net/event/backchannel-logout";

/**
 * Tells clients that a session has ended (OpenID Connect Back-Channel Logout). Like authentik only
 * those that hold an access token of that session which has not expired. authentik tries again when
 * a client does not answer well; the sandbox tries once.
 */
export class BackchannelLogout {
  #deliveries: LogoutDelivery[] = [];
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly state: AuthentikState,
    private readonly tokens: TokenStore,
  ) {}

  /** What was delivered so far, and tried in vain. */
  get deliveries(): readonly LogoutDelivery[] {
    return this.#deliveries;
  }

  /** Waits for what is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** Tells one client that it is logged out of this session. */
  logout(provider: OAuth2Provider, session: Session): void {
    const token = this.tokens
      .accessTokensOf(session.key)
      .find(({ authorization }) => authorization.provider === provider.pk);
    if (token === undefined) return;
    if (provider.logout_method !== "backchannel" || provider.logout_uri === "") return;
    const delivery = this.#deliver(provider, token).finally(() => this.#underWay.delete(delivery));
    this.#underWay.add(delivery);
  }

  /** Tells every client of a session that has ended, and ends the session's access tokens. */
  logoutEverywhere(session: Session): void {
    const providers = new Set(
      this.tokens.accessTokensOf(session.key).map(({ authorization }) => authorization.provider),
    );
    for (const pk of providers) {
      const provider = this.state.providers.get(pk);
      if (provider !== undefined) this.logout(provider, session);
    }
    this.revokeAccessTokens(session);
  }

  /** Ends a session's access tokens, of one provider or of all. */
  revokeAccessTokens(session: Session, provider?: OAuth2Provider): void {
    for (const { value, authorization } of this.tokens.accessTokensOf(session.key)) {
      if (provider === undefined || authorization.provider === provider.pk) this.tokens.end(value);
    }
  }

  /** Forgets the deliveries. */
  clear(): void {
    this.#deliveries = [];
  }

  async #deliver(provider: OAuth2Provider, { idToken, authorization }: Token): Promise<void> {
    const now = Math.floor(Date.now() / 1000);
    const { iss, sub } = idToken;
    const claims = {
      ...(typeof iss === "string" && { iss }),
      ...(typeof sub === "string" && { sub }),
      aud: provider.client_id,
      iat: now,
      exp: now + 120,
      jti: randomUUID(),
      events: { [EVENT]: {} },
      sid: sidOf(authorization.session),
    };
    const token = await signed(this.state, provider, claims, "logout+jwt");
    const url = provider.logout_uri;
    const status = await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ logout_token: token }),
    }).then(
      (answer) => answer.status,
      () => undefined,
    );
    this.#deliveries.push({ provider: provider.name, url, status });
  }
}
