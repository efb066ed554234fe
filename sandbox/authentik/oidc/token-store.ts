import type { AuthorizeRequest } from "./authorize-request";
import type { Claims } from "./claims";

/** What a person has let a client have: a code, and all tokens that come of it. */
export interface Authorization extends Pick<AuthorizeRequest, "provider" | "scopes"> {
  /** Number of the user. */
  readonly user: number;
  /** Key of the session that it was given in. */
  readonly session: string;
  /** When the person logged in, in seconds since 1970. */
  readonly authTime: number;
}

/** What is issued to clients. */
interface Issued {
  /** As the client has it. */
  readonly value: string;
  /** What it stands for. */
  readonly authorization: Authorization;
  /** When it ends, in seconds since 1970. */
  readonly expires: number;
}

/** An authorization code. */
export interface Code extends Issued, Pick<AuthorizeRequest, "challenge" | "nonce"> {
  readonly kind: "code";
}

/** A token. */
export interface Token extends Issued {
  readonly kind: "access" | "refresh";
  /** Claims of the ID token that came with it. */
  readonly idToken: Claims;
}

/** The codes and tokens that clients hold. In memory. */
export class TokenStore {
  readonly #issued = new Map<string, Code | Token>();

  /** Remembers what was issued. */
  add(issued: Code | Token): void {
    this.#issued.set(issued.value, issued);
  }

  /** A code that has been neither used nor ended by time. */
  code(value: string): Code | undefined {
    const found = this.#valid(value);
    return found?.kind === "code" ? found : undefined;
  }

  /** A token of this kind, or of any, that has been ended neither by somebody nor by time. */
  token(value: string, kind?: Token["kind"]): Token | undefined {
    const found = this.#valid(value);
    if (found === undefined || found.kind === "code") return undefined;
    return kind === undefined || found.kind === kind ? found : undefined;
  }

  /** The access tokens of a session. */
  accessTokensOf(session: string): Token[] {
    return [...this.#issued.keys()]
      .flatMap((value) => this.token(value, "access") ?? [])
      .filter(({ authorization }) => authorization.session === session);
  }

  /** Ends a code or token. authentik forgets it: using it again finds nothing, and harms nothing. */
  end(value: string): void {
    this.#issued.delete(value);
  }

  /** Forgets everything. */
  clear(): void {
    this.#issued.clear();
  }

  #valid(value: string): Code | Token | undefined {
    const found = this.#issued.get(value);
    return found !== undefined && found.expires > Date.now() / 1000 ? found : undefined;
  }
}
