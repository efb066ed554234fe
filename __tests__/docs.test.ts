import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadConfiguration } from "../lib/config";

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

describe("a configuration that a page shows can be used", () => {
  const pages = readdirSync(join(REPOSITORY, "docs")).filter((name) => name.endsWith(".md"));
  const shown = pages.flatMap((name) =>
    [...read(`docs/${name}`).matchAll(/```yaml\n([^`]*^integrations:[^`]*)```/gm)].map(
      ([, yaml = ""]) => [name, yaml] as const,
    ),
  );

  it("there are such pages", () => {
    expect(shown.map(([name]) => name)).toContain("many-espocrms.md");
  });

  it.each(shown)("%s", (_, yaml) => {
    const folder = mkdtempSync(join(tmpdir(), "docs-"));
    try {
      writeFileSync(join(folder, "integrations.yaml"), yaml);
      expect(() => loadConfiguration(join(folder, "integrations.yaml"), {})).not.toThrow();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
