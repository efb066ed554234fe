/**
 * Something that stands in the plan: never trusted. A finished review has it without secrets, made
 * visible and short (`safe.ts`); whoever renders it escapes it.
 */
export interface PlanValue {
  /** What it says. */
  readonly value: string;
}

/** Code that stands in the plan, of several lines. As little trusted as {@link PlanValue}. */
export interface Code {
  /** The lines, joined by line breaks. */
  readonly code: string;
}

/** Words with weight. */
export interface Strong {
  /** The words. */
  readonly strong: Text;
}

/** A piece of a sentence: our own words, or a value of the plan, or either with weight. */
export type Part = string | PlanValue | Strong;

/** A sentence of a review: our own words, and values of the plan kept apart from them. */
export type Text = readonly Part[];

/** A value of the plan, as sentences and tables show it. */
export const quoted = (value: string): PlanValue => ({ value });

/** Words with weight: `strong\`…\``. */
export const strong = (words: TemplateStringsArray, ...parts: (Part | Text)[]): Strong => ({
  strong: say(words, ...parts),
});

/** A sentence: `say\`the client ID becomes ${quoted(id)}\``. Only the words between are ours. */
export function say(words: TemplateStringsArray, ...parts: readonly (Part | Text)[]): Text {
  const text: Part[] = [];
  words.forEach((word, index) => {
    if (word !== "") text.push(word);
    const part = parts[index];
    if (part === undefined || part === "") return;
    if (isText(part)) text.push(...part);
    else text.push(part);
  });
  return text;
}

/** Sentences one after the other, with something between. */
export const joined = (texts: readonly Text[], between: string, last = between): Text =>
  texts.flatMap((text, index) => {
    if (index === 0) return text;
    return [index === texts.length - 1 ? last : between, ...text];
  });

/** A sentence without any escaping, for readers that take text as it is. */
export const plain = (text: Text): string =>
  text
    .map((part) =>
      typeof part === "string" ? part : "value" in part ? part.value : plain(part.strong),
    )
    .join("");

const isText = (part: Part | Text): part is Text => Array.isArray(part);
