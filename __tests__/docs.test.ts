import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "..");
const read = (path: string): string => readFileSync(join(REPOSITORY, path), "utf8");

/** Paragraphs, lists and tables, each on one line, without what formatting adds to it. */
const blocks = (markdown: string): string[] =>
  markdown
    .split(/\n\s*\n/)
    .map((block) =>
      block
        .replace(/\s*\|\s*/g, "|")
        .replace(/-{3,}/g, "---")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((block) => block !== "");

/** The text of a page between two of its sentences. */
function excerpt(page: string, from: string, to: string): string {
  const text = read(page);
  const start = text.indexOf(from);
  const end = text.indexOf(to, start);
  expect([start, end]).not.toContain(-1);
  return text.slice(start + from.length, end);
}

const GOLDEN = "__tests__/cli/review/golden/2026.5";

describe("a review that a page shows is one that was made", () => {
  it.each([
    [
      "docs/plan-review.md",
      excerpt("docs/plan-review.md", "```markdown\n", "```"),
      "access-group-and-administrators",
    ],
    [
      "docs/gitops.md",
      excerpt("docs/gitops.md", "updated in its place:\n", "The same is in").replace(/^> ?/gm, ""),
      "access-group-added",
    ],
  ])("%s", (_, shown, golden) => {
    const made = blocks(read(`${GOLDEN}/${golden}.md`));
    expect(blocks(shown).filter((block) => !made.includes(block))).toEqual([]);
  });
});
