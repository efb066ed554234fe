import type { HttpAnswer } from "../../servers/http/answer";

/** The cookies of one server, as a browser keeps them for one sitting. */
export class Cookies {
  readonly #values = new Map<string, string>();

  /** @param keepSecret takes each value down as a secret */
  constructor(private readonly keepSecret: (value: string) => void) {}

  /** Takes the cookies that an answer sets, and forgets those that it ends. */
  take({ headers }: HttpAnswer): void {
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

  /** The value of a cookie. */
  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** What goes into the header `Cookie`; nothing where there are none. */
  header(): { readonly cookie?: string } {
    if (!this.areThere) return {};
    return { cookie: [...this.#values].map(([name, value]) => `${name}=${value}`).join("; ") };
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
