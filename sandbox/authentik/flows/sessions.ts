import { createHash, randomUUID } from "node:crypto";
import type { AuthentikState } from "../state/authentik-state";
import { generateId } from "../state/identifiers";
import type { User } from "../state/models";
import type { Plan } from "./plan";

/** Names of authentik's cookies. */
export const COOKIES = { session: "authentik_session", csrf: "authentik_csrf" } as const;

/** How a person logged in. */
export interface Login {
  /** Number of the user. */
  readonly user: number;
  /** Identifies this log-in; each has its own. */
  readonly uid: string;
  /** When, in seconds since 1970. */
  readonly time: number;
}

/** A browser's session, logged in or not. */
export interface Session {
  /** Value of the session cookie. */
  readonly key: string;
  /** Value of the CSRF cookie. */
  readonly csrf: string;
  /** The log-in; undefined before it. */
  login?: Login;
  /** What the person is in the midst of. */
  plan?: Plan;
  /** The application that sent the person to log in (UUID). */
  wanted?: string;
  /**
   * The log-in that a client's `prompt=login` or `max_age` found too old; empty when there was
   * none. The next log-in answers it.
   */
  outdatedLogin?: string;
}

/** The claim `sid`: stands for a session without giving away its cookie. */
export const sidOf = (sessionKey: string): string =>
  createHash("sha256").update(sessionKey).digest("hex");

/** All sessions. Held in memory. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #state: AuthentikState;

  constructor(
    state: AuthentikState,
    /** What else must be done when a session that was logged in ends. */
    private readonly onEnd: (session: Session) => void,
  ) {
    this.#state = state;
  }

  /** The session that a request's `Cookie` header names. */
  find(cookies: string | undefined): Session | undefined {
    return this.#sessions.get(cookieIn(cookies, COOKIES.session) ?? "");
  }

  /** A new session of nobody. */
  open(): Session {
    const session = { key: generateId(40), csrf: generateId(32) };
    this.#sessions.set(session.key, session);
    return session;
  }

  /** Who is logged in; nobody whose account was deleted or deactivated since. */
  userOf(session: Session | undefined): User | undefined {
    const user = session?.login && this.#state.users.get(session.login.user);
    return user?.is_active === true ? user : undefined;
  }

  /**
   * Logs a person in. A session that was someone else's, or nobody's, is replaced by a new one, so
   * that a key known before is worth nothing after.
   */
  login(session: Session, user: User): Session {
    const renewed = session.login?.user === user.pk ? session : this.#replace(session);
    renewed.login = { user: user.pk, uid: randomUUID(), time: Math.floor(Date.now() / 1000) };
    user.last_login = new Date().toISOString();
    return renewed;
  }

  /** Ends a session. */
  end(session: Session): void {
    this.#sessions.delete(session.key);
    if (session.login !== undefined) this.onEnd(session);
  }

  /** Ends all sessions of a user. */
  endAll(user: User): void {
    const own = [...this.#sessions.values()].filter(({ login }) => login?.user === user.pk);
    for (const session of own) this.end(session);
  }

  /** Forgets all sessions. */
  clear(): void {
    this.#sessions.clear();
  }

  #replace(session: Session): Session {
    const { plan, wanted, outdatedLogin } = session;
    this.end(session);
    return Object.assign(this.open(), { plan, wanted, outdatedLogin });
  }
}

/** The value of a cookie in a `Cookie` header. */
export function cookieIn(cookies: string | undefined, name: string): string | undefined {
  const prefix = `${name}=`;
  return cookies
    ?.split(/; */)
    .find((cookie) => cookie.startsWith(prefix))
    ?.slice(prefix.length);
}
