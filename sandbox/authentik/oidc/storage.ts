import type { Adapter, AdapterPayload } from "oidc-provider";
import type { Authorization } from "./authorization";

/** A token or code as the engine keeps it. */
export interface StoredToken {
  /** As the client has it. */
  readonly value: string;
  /** What it came of. */
  readonly authorization: Authorization;
}

/** Kinds of tokens that clients hold. */
export type TokenKind = "AccessToken" | "RefreshToken";

/** What the engine remembers, by model and id, and the authorizations behind it. In memory. */
export class Storage {
  readonly #models = new Map<string, Map<string, AdapterPayload>>();
  readonly #authorizations = new Map<string, Authorization>();

  /** Remembers what a grant of the engine stands for. */
  authorize(grant: string, authorization: Authorization): void {
    this.#authorizations.set(grant, authorization);
  }

  /** What a grant of the engine stands for. */
  authorizationOf(grant: string | undefined): Authorization | undefined {
    return this.#authorizations.get(grant ?? "");
  }

  /** A token that has not expired. */
  token(kind: TokenKind, value: string): StoredToken | undefined {
    const payload = this.#model(kind).get(value);
    const authorization = this.authorizationOf(payload?.grantId);
    if (authorization === undefined || (payload?.exp ?? 0) <= Date.now() / 1000) return undefined;
    return { value, authorization };
  }

  /** Tokens of one kind that have not expired. */
  tokens(kind: TokenKind): StoredToken[] {
    return [...this.#model(kind).keys()].flatMap((value) => this.token(kind, value) ?? []);
  }

  /** Ends a token. */
  revoke(kind: TokenKind, value: string): void {
    this.#model(kind).delete(value);
  }

  /** Forgets everything. */
  clear(): void {
    this.#models.clear();
    this.#authorizations.clear();
  }

  /** What the engine keeps of one model. */
  adapter(name: string): Adapter {
    const model = (): Map<string, AdapterPayload> => this.#model(name);
    const nothing = (): Promise<undefined> => Promise.resolve(undefined);
    const forget = (id: string): Promise<void> => {
      model().delete(id);
      return Promise.resolve();
    };
    return {
      upsert: (id, payload) => {
        model().set(id, payload);
        return Promise.resolve();
      },
      find: (id) => Promise.resolve(model().get(id)),
      // authentik deletes what is used up, so that a second use finds nothing, and ends nothing.
      consume: forget,
      destroy: forget,
      revokeByGrantId: nothing,
      findByUid: nothing,
      findByUserCode: nothing,
    };
  }

  #model(name: string): Map<string, AdapterPayload> {
    const model = this.#models.get(name) ?? new Map<string, AdapterPayload>();
    this.#models.set(name, model);
    return model;
  }
}
