/** Markup that is safe to send: everything put into it was escaped. */
export class Html {
  constructor(
    /** The markup. */
    readonly markup: string,
  ) {}
}

/** What may stand in a template: text is escaped, markup is not, nothing shows as nothing. */
export type HtmlPart = string | number | Html | readonly Html[] | undefined;

/** A template of markup; every text put into it is escaped, in attributes too. */
export function html(pieces: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const [first = "", ...rest] = pieces;
  return new Html(rest.reduce((markup, piece, at) => markup + markupOf(parts[at]) + piece, first));
}

function markupOf(part: HtmlPart): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.markup;
  if (typeof part === "object") return part.map(({ markup }) => markup).join("");
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
