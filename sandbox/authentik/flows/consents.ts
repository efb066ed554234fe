/** How long a consent holds: authentik's default, four weeks. */
const VALIDITY = 4 * 7 * 86_400_000;

/** The consents that people gave and that still hold. In memory. */
export class Consents {
  readonly #consents = new Map<string, { readonly scopes: string; readonly until: number }>();

  /** Whether the user let the application have exactly this before. */
  given(user: number, application: string, scopes: readonly string[]): boolean {
    const consent = this.#consents.get(`${user} ${application}`);
    return consent?.scopes === key(scopes) && consent.until > Date.now();
  }

  /** Remembers a consent. */
  give(user: number, application: string, scopes: readonly string[]): void {
    const consent = { scopes: key(scopes), until: Date.now() + VALIDITY };
    this.#consents.set(`${user} ${application}`, consent);
  }

  /** Forgets all. */
  clear(): void {
    this.#consents.clear();
  }
}

const key = (scopes: readonly string[]): string => [...scopes].sort().join(" ");
