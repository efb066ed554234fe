import type { Nodes, Root, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { MARK } from "./generated-plan";

/** HTML that is ours: the marker and folds. */
const OUR_HTML = [
  /^<!-- espo-authentik review: integration=[\w.%-]*( environment=[\w.%-]*)? -->$/,
  /^<details><summary>[A-Z0-9][\w ,:]*<\/summary>$/,
  /^<\/details>$/,
];

/** Nodes that make somebody's browser or a forge do something, or show what is not a text. */
const FORBIDDEN = [
  "image",
  "imageReference",
  "linkReference",
  "definition",
  "footnoteReference",
  "footnoteDefinition",
  "delete",
  "emphasis",
  "blockquote",
  "thematicBreak",
  "break",
];

/** Controls, halves of surrogate pairs, what is invisible, what turns the direction of reading. */
const DECEIVING = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

/** What is wrong with a rendered review, as a CommonMark and GFM parser reads it: nothing, if it is right. */
export function audit(markdown: string, link: string): string[] {
  const root: Root = fromMarkdown(markdown, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const complaints: string[] = [];
  visit(root, link, complaints);
  return complaints;
}

function visit(node: Nodes, link: string, complaints: string[]): void {
  if (FORBIDDEN.includes(node.type)) complaints.push(`a node ${node.type}`);
  if (node.type === "html" && !OUR_HTML.some((ours) => ours.test(node.value)))
    complaints.push(`HTML ${JSON.stringify(node.value)}`);
  if (node.type === "link" && node.url !== link) complaints.push(`a link to ${node.url}`);
  if (node.type === "text" && node.value.includes(MARK))
    complaints.push(`unescaped: ${JSON.stringify(node.value)}`);
  if (node.type === "table") complaints.push(...tableComplaints(node));
  if ("value" in node && DECEIVING.test(node.value.replace(/[\n\t]/g, "")))
    complaints.push(`deceiving characters in ${JSON.stringify(node.value)}`);
  if (!("children" in node)) return;
  for (const child of node.children) visit(child, link, complaints);
}

function tableComplaints({ children }: Table): string[] {
  const widths = new Set(children.map((row) => row.children.length));
  return widths.size > 1 ? [`a table with rows of ${[...widths].join(" and ")} cells`] : [];
}
