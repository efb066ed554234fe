import { Consents } from "./flows/consents";
import { Sessions } from "./flows/sessions";
import { BackchannelLogout } from "./oidc/backchannel-logout";
import { TokenStore } from "./oidc/token-store";
import type { ReleaseTraits } from "./release";
import type { AuthentikState } from "./state/authentik-state";

/** What signing people in needs beside the state that the API writes. All of it is in memory. */
export class Services {
  /** Codes and tokens. */
  readonly tokens = new TokenStore();
  /** Tells clients of log-outs. */
  readonly backchannel: BackchannelLogout;
  /** Browsers' sessions. */
  readonly sessions: Sessions;
  /** Consents that hold. */
  readonly consents = new Consents();

  constructor(
    /** What the API wrote; looked up at each request. */
    readonly state: AuthentikState,
    /** What the release line does. */
    readonly traits: ReleaseTraits,
  ) {
    this.backchannel = new BackchannelLogout(state, this.tokens);
    this.sessions = new Sessions(state, (session) => this.backchannel.logoutEverywhere(session));
  }

  /** Forgets every session, consent, code and token. */
  clear(): void {
    this.sessions.clear();
    this.consents.clear();
    this.tokens.clear();
    this.backchannel.clear();
  }
}
