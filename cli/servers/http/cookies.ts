import type { HttpAnswer } from "./answer";

/** The cookies of one origin, as a browser keeps them for one sitting. No other origin ever gets them. */
export class Cookies {
  readonly #values = new Map<string, string>();
  readonly #origin: string;

  /**
   * @param address an address of the origin that they belong to
   * @param keepSecret takes each value down as a secret
   */
  constructor(
    address: string,
    private readonly keepSecret: (value: string) => void,
  ) {
    this.#origin = new URL(address).origin;
  }

  /** Whether an address is of the origin that the cookies belong to: scheme, host and port. */
  isOwn(address: string): boolean {
    return URL.canParse(address) && new URL(address).origin === this.#origin;
  }

  /** Takes the cookies that an answer of this origin sets, and forgets those that it ends. */
  take({ headers, url }: HttpAnswer): void {
    if (!this.isOwn(url)) return;
    const set = headers["set-cookie"] ?? [];
    for (const cookie of Array.isArray(set) ? set : [set]) {
      const [pair = "", ...attributes] = cookie.split(";");
      const [name = "", value = ""] = splitOnce(pair, "=");
      if (value === "" || attributes.some(isPast)) this.#values.delete(name.trim());
      else {
        this.keepSecret(value.trim());
        this.#values.set(name.trim(), value.trim());
      }
    }
  }

  /** Whether there are any. */
  get areThere(): boolean {
    return this.#values.size > 0;
  }

  /** The header `Cookie` of a request to an address; none where it is of another origin. */
  header(address: string): { readonly cookie?: string } {
    if (!this.areThere || !this.isOwn(address)) return {};
    return { cookie: [...this.#values].map(([name, value]) => `${name}=${value}`).join("; ") };
  }

  /** The value of a cookie, for a request to an address; undefined where it is of another origin. */
  valueFor(address: string, name: string): string | undefined {
    return this.isOwn(address) ? this.#values.get(name) : undefined;
  }
}

function isPast(attribute: string): boolean {
  const [name = "", value = ""] = splitOnce(attribute, "=").map((part) => part.trim());
  if (/^max-age$/i.test(name)) return Number(value) <= 0;
  return /^expires$/i.test(name) && Date.parse(value) < Date.now();
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
