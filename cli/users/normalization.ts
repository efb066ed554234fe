/** EspoCRM's setting `userNameRegularExpression` as every installation has it at first. */
const USUAL = String.raw`[^a-z0-9\-@_\.\s]`;

/** Characters of the longest user name; an administrator can raise it (`User.userName`, `maxLength`). */
export const LONGEST_USER_NAME = 50;

/** What `\s` stands for in PCRE, which knows no other blanks in bytes. */
const BLANKS = String.raw` \t\n\v\f\r`;

/** How an EspoCRM makes a user name of a claim. */
export interface Normalization {
  /** The user name that EspoCRM looks for. */
  readonly of: (claim: string) => string;
  /** Whether its expression can't be read here, so that the usual one stands in for it. */
  readonly isGuess: boolean;
}

/**
 * Names as EspoCRM compares them: it lowers the letters from A to Z, turns each *byte* that its
 * expression finds into `_`, and each blank as well. An `é` becomes two of them.
 * @param expression its setting `userNameRegularExpression`
 */
export function normalizationBy(expression: unknown): Normalization {
  const own = typeof expression === "string" && expression !== "" ? expression : USUAL;
  const pattern = compiled(own);
  const forbidden = pattern ?? compiled(USUAL) ?? /[^]/g;
  return {
    of: (claim) =>
      Buffer.from(lowered(claim)).toString("latin1").replace(forbidden, "_").replaceAll(" ", "_"),
    isGuess: pattern === undefined,
  };
}

/** Only ASCII letters, as PHP's `strtolower`. */
export const lowered = (text: string): string =>
  text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Undefined where JavaScript does not read it as PCRE does. */
function compiled(expression: string): RegExp | undefined {
  if (/\\[^wds\-.@_/[\]\\]|\(\?|\[:/.test(expression)) return undefined;
  try {
    return new RegExp(expression.replaceAll("\\s", BLANKS), "g");
  } catch {
    return undefined;
  }
}
