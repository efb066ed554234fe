import type { Claims } from "./claims";

/** What a person has let a client have: an authorization code and all tokens that come of it. */
export interface Authorization {
  /** Number of the provider. */
  readonly provider: number;
  /** Number of the user. */
  readonly user: number;
  /** Granted scopes. */
  readonly scopes: readonly string[];
  /** Of the request; goes into the first ID token. */
  readonly nonce: string | undefined;
  /** Key of the session that it was given in. */
  readonly session: string;
  /** When the person logged in, in seconds since 1970. */
  readonly authTime: number;
  /** Claims of the ID token that was issued last. */
  idToken?: Claims;
}
