import { createHash, randomBytes } from "node:crypto";

/** How the PHP of an EspoCRM keeps sessions; `forgotten`: the next request meets another server's. */
export type SessionKeeping = "kept" | "forgotten" | "never begun";

/** Name of the cookie that names a session. */
export const SESSION_COOKIE = "PHPSESSID";

/** PHP's sessions, which EspoCRM 10 keeps code verifiers in (PKCE), and nothing else. */
export class PhpSessions {
  /** Whether sessions last from one request to the next. */
  keeping: SessionKeeping = "kept";
  readonly #verifiers = new Map<string, string>();

  /**
   * Begins a log-in.
   *
   * @param session id of the caller's session; a new one if it has none.
   * @returns the session's id, undefined if PHP sets no cookie; and the challenge to send to authentik
   */
  challenge(session: string | undefined): { session: string | undefined; challenge: string } {
    const verifier = randomBytes(32).toString("hex");
    const id = session ?? randomBytes(16).toString("hex");
    if (this.keeping === "kept") this.#verifiers.set(id, verifier);
    return {
      session: this.keeping === "never begun" ? undefined : id,
      challenge: createHash("sha256").update(verifier).digest("base64url"),
    };
  }

  /** The verifier that a session holds; empty if it is lost. */
  verifier(session: string | undefined): string {
    return this.#verifiers.get(session ?? "") ?? "";
  }
}
