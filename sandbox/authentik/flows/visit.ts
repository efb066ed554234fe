import type { FastifyReply, FastifyRequest } from "fastify";
import { originOf } from "../api/request";
import type { User } from "../state/models";
import { COOKIES, type Session, type Sessions } from "./sessions";

/** A request of a browser, or of a program that acts as one, with the session it belongs to. */
export class Visit {
  /** Scheme, host and port under which the visitor reaches authentik. */
  readonly origin: string;
  /** Query. */
  readonly query: URLSearchParams;
  readonly #sessions: Sessions;
  readonly #before: Session | undefined;
  #session: Session | undefined;

  constructor(request: FastifyRequest, sessions: Sessions) {
    this.origin = originOf(request.headers);
    this.query = new URLSearchParams(request.url.split("?")[1] ?? "");
    this.#sessions = sessions;
    this.#before = this.#session = sessions.find(request.headers.cookie);
  }

  /** The session; a new one where there is none yet. */
  get session(): Session {
    return (this.#session ??= this.#sessions.open());
  }

  /** The person who is logged in. */
  get user(): User | undefined {
    return this.#sessions.userOf(this.#session);
  }

  /** Logs a person in. */
  login(user: User): void {
    this.#session = this.#sessions.login(this.session, user);
  }

  /** Logs the person out; what the session is in the midst of goes on in a new one. */
  logout(): void {
    const { plan } = this.session;
    this.#sessions.end(this.session);
    this.#session = Object.assign(this.#sessions.open(), { plan });
  }

  /** Sets the cookies of a session that is new to the browser. */
  setCookies(reply: FastifyReply): void {
    if (this.#session === undefined || this.#session === this.#before) return;
    const attributes = `Path=/; SameSite=Lax${this.origin.startsWith("https:") ? "; Secure" : ""}`;
    reply.header("set-cookie", [
      `${COOKIES.session}=${this.#session.key}; HttpOnly; ${attributes}`,
      `${COOKIES.csrf}=${this.#session.csrf}; ${attributes}`,
    ]);
  }
}
