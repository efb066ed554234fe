/** The identity provider's keys, as EspoCRM keeps them: one set, whatever endpoint it came from. */
export class KeyCache {
  #kept: { readonly keys: readonly unknown[]; readonly at: number } | undefined;
  readonly #now: () => number;

  /** @param now Clock, in milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The keys, if they are younger than the period in seconds. An empty set counts as none. */
  get(period: number): readonly unknown[] | undefined {
    if (this.#kept === undefined || this.#kept.keys.length === 0) return undefined;
    return this.#kept.at < this.#seconds() - period ? undefined : this.#kept.keys;
  }

  /** Keeps keys from now on. */
  keep(keys: readonly unknown[]): void {
    this.#kept = { keys, at: this.#seconds() };
  }

  /** Forgets the keys. */
  clear(): void {
    this.#kept = undefined;
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }
}
