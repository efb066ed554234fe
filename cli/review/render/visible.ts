/** Longer values are cut: nobody reads them in a review, and they could push everything else out of it. */
const LONGEST = 500;

/**
 * Controls, line breaks, blanks that look like none or like others, bidirectional controls, halves of
 * surrogate pairs, tags: what could hide, or reorder, what is beside it.
 */
const DECEIVING = new RegExp(
  [
    String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]`,
    // Blanks other than the common one, and letters that look like blanks.
    String.raw`[\u00a0\u115f\u1160\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0]`,
    // Joiners, invisible vowels, variation selectors.
    ...[
      "\\u034f",
      "[\\u17b4\\u17b5]",
      "[\\u180b-\\u180f]",
      "[\\ufe00-\\ufe0f]",
      "[\\u{e0100}-\\u{e01ef}]",
    ],
  ].join("|"),
  "gu",
);

/** A value in one line, with everything deceiving spelled out (`\u{202e}`) and the overlong cut. */
export function visible(value: string): string {
  const characters = value.length > LONGEST ? Array.from(value.slice(0, 4 * LONGEST)) : undefined;
  if (characters === undefined || characters.length <= LONGEST) return spelledOut(value);
  const cut = characters.slice(0, LONGEST).join("");
  return `${spelledOut(cut)}… (${String(value.length)} characters)`;
}

/** Lines of code, each with everything deceiving spelled out. Tabs stay. */
export const visibleLines = (code: string): string[] =>
  code.split(/\r\n|\n|\r/).map((line) => line.split("\t").map(spelledOut).join("\t"));

/** Most values are plain, and need no closer look. */
const PLAIN = /^[\x20-\x7e]*$/;

function spelledOut(value: string): string {
  if (PLAIN.test(value)) return value;
  return value.replace(DECEIVING, (character) => {
    if (character === "\n") return "\\n";
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
