import { tokenText } from "./identifiers";
import type { User } from "./users";

/** A session: what a log-in over `Espo-Authorization` leaves behind. */
export interface AuthToken {
  /** The token, 32 hexadecimal digits; works in the password's place. */
  readonly token: string;
  /** Must come in the cookie `auth-token-secret` as well; null if not asked for. */
  readonly secret: string | null;
  /** Whose session it is. */
  readonly userId: string;
  /** The password at that time: a change of it ends the session. */
  readonly password: string | null;
  /** The portal that it is of; null: EspoCRM itself. */
  readonly portalId: string | null;
  /** Whether it still works. */
  isActive: boolean;
}

/** The auth tokens of one EspoCRM, ended ones included. */
export class AuthTokens {
  readonly #tokens: AuthToken[] = [];

  /** All tokens, oldest first. */
  list(): readonly AuthToken[] {
    return this.#tokens;
  }

  /** Makes a token for a user. */
  create(user: User, withSecret: boolean, portalId: string | null = null): AuthToken {
    const token: AuthToken = {
      token: tokenText(),
      secret: withSecret ? tokenText() : null,
      userId: user.id,
      password: user.password,
      portalId,
      isActive: true,
    };
    this.#tokens.push(token);
    return token;
  }

  /** The token of this text, ended or not. */
  find(text: string): AuthToken | undefined {
    return this.#tokens.find(({ token }) => token === text);
  }
}
