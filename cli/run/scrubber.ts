/** What stands in the place of a secret. */
const MASK = "…";

/** Shorter ones would be found in innocent text. */
const SHORTEST = 4;

/**
 * Keeps secrets out of text. Nothing here is meant to print one: this is the second line, for what an
 * error message of somebody else's may carry.
 */
export class Scrubber {
  /** What is looked for -> the pattern of all its spellings. */
  readonly #patterns = new Map<string, RegExp>();

  /** Takes down a secret, however a URL, JSON or HTML may spell it, and its Base64. */
  secret(value: string | undefined): void {
    if (value === undefined || value.length < SHORTEST) return;
    const bytes = Buffer.from(value);
    for (const form of [value, bytes.toString("base64"), bytes.toString("base64url")]) {
      if (!this.#patterns.has(form)) this.#patterns.set(form, patternOf(form));
    }
  }

  /** Takes down a user's password, also as Basic credentials carry it. */
  credentials(user: string | undefined, password: string | undefined): void {
    this.secret(password);
    if (user !== undefined && password !== undefined) this.secret(`${user}:${password}`);
  }

  /** `text` with every known secret masked. Else what is left of a longer one might tell it. */
  scrub(text: string): string {
    const longestFirst = [...this.#patterns].sort(([a], [b]) => b.length - a.length);
    return longestFirst.reduce((clean, [, pattern]) => clean.replace(pattern, MASK), text);
  }
}

/** Letters and digits are spelt in one way everywhere, all else in many. */
const patternOf = (text: string): RegExp =>
  new RegExp(text.replace(/[^a-z\d]/giu, spellings), "gu");

/** Names that HTML has for what it must not show as it is. */
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos",
};

/** A pattern of one character as it is, in a URL, in JSON, in HTML, and in JSON within HTML. */
function spellings(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const json = JSON.stringify(character).slice(1, -1);
  const units = character.split("").map((unit) => hex(unit.charCodeAt(0)).padStart(4, "0"));
  const entity = ENTITIES[character];
  const all = [
    escaped(character),
    ...(json === character ? [] : [escaped(json)]),
    units.map((unit) => `\\\\u${anyCase(unit)}`).join(""),
    Array.from(Buffer.from(character), (byte) => `%${anyCase(hex(byte).padStart(2, "0"))}`).join(
      "",
    ),
    ...(character === " " ? ["\\+"] : []),
    `&#0*${point};`,
    `&#[xX]0*${anyCase(hex(point))};`,
    ...(entity === undefined ? [] : [`&${entity};`]),
  ];
  return `${/["/]/.test(character) ? "\\\\?" : ""}(?:${all.join("|")})`;
}

const hex = (point: number): string => point.toString(16);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** Hexadecimal digits come in capitals and without. */
const anyCase = (text: string): string =>
  escaped(text).replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);
