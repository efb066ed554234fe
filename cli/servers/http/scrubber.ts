/** What stands in the place of a secret. */
const MASK = "…";

/** Shorter ones would be found in innocent text. */
const SHORTEST = 4;

/**
 * Keeps secrets out of text. Nothing here is meant to print one: this is the second line, for what an
 * error message of somebody else's may carry.
 */
export class Scrubber {
  readonly #forms = new Set<string>();

  /** Takes down a secret, and the forms in which it travels: Base64, URL- and JSON-encoded. */
  secret(value: string | undefined): void {
    if (value === undefined || value.length < SHORTEST) return;
    this.#forms.add(value);
    this.#forms.add(encodeURIComponent(value));
    this.#forms.add(new URLSearchParams({ "": value }).toString().slice(1));
    this.#forms.add(JSON.stringify(value).slice(1, -1));
    this.#forms.add(Buffer.from(value).toString("base64"));
    this.#forms.add(Buffer.from(value).toString("base64url"));
  }

  /** Takes down a user's password, also as Basic credentials carry it. */
  credentials(user: string | undefined, password: string | undefined): void {
    this.secret(password);
    if (user !== undefined && password !== undefined) this.secret(`${user}:${password}`);
  }

  /** `text` with every known secret masked. */
  scrub(text: string): string {
    const longestFirst = [...this.#forms].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((clean, form) => clean.replaceAll(form, MASK), text);
  }
}
