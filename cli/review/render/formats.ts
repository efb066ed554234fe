import type { Style } from "../../run/style";
import type { Review } from "../model";
import { renderJson } from "./json";
import { renderJunit } from "./junit";
import { type MarkdownOptions, renderMarkdown } from "./markdown";
import { renderSarif } from "./sarif";
import { renderTerminal } from "./terminal";

/** What a review can be written as. */
export const FORMATS = ["markdown", "terminal", "json", "junit", "sarif"] as const;

/** What a review can be written as. */
export type Format = (typeof FORMATS)[number];

/** Reviews in a format, with a line break at the end. */
export function rendered(
  reviews: readonly Review[],
  format: Format,
  options: MarkdownOptions & { readonly style: Style },
): string {
  switch (format) {
    case "markdown":
      return renderMarkdown(reviews, options);
    case "terminal":
      return `${reviews.map((review) => renderTerminal(review, options.style)).join("\n\n")}\n`;
    case "json":
      return renderJson(reviews);
    case "junit":
      return renderJunit(reviews);
    case "sarif":
      return renderSarif(reviews);
  }
}
