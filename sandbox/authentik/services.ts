import { Consents } from "./flows/consents";
import { Sessions } from "./flows/sessions";
import { BackchannelLogout } from "./oidc/backchannel-logout";
import { Engine } from "./oidc/engine";
import { Storage } from "./oidc/storage";
import type { ReleaseTraits } from "./release";
import type { AuthentikState } from "./state/authentik-state";

/** What signing people in needs beside the state that the API writes. All of it is in memory. */
export class Services {
  /** Codes and tokens. */
  readonly storage = new Storage();
  /** Tells clients of log-outs. */
  readonly backchannel: BackchannelLogout;
  /** Browsers' sessions. */
  readonly sessions: Sessions;
  /** Consents that hold. */
  readonly consents = new Consents();
  /** The OpenID Connect engine. */
  readonly engine: Engine;

  constructor(
    /** What the API wrote; looked up at each request. */
    readonly state: AuthentikState,
    /** What the release line does. */
    readonly traits: ReleaseTraits,
  ) {
    this.backchannel = new BackchannelLogout(state, this.storage);
    this.sessions = new Sessions(state, (session) => this.backchannel.logoutEverywhere(session));
    this.engine = new Engine(state, this.sessions, this.storage);
  }

  /** Forgets every session, consent, code and token. */
  clear(): void {
    this.sessions.clear();
    this.consents.clear();
    this.storage.clear();
    this.backchannel.clear();
  }
}
