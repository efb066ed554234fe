import fc from "fast-check";
import pc from "picocolors";
import { FORMATS, rendered } from "../../../cli/review/render/formats";
import { renderMarkdown, reviewPlan } from "../../../cli/review/index";
import { HIDDEN, plan, SECRET } from "./generated-plan";
import { audit } from "./markdown-audit";

const LINK = "https://ci.example/runs/1";
const STYLE = pc.createColors(false);
const limit = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 1800 }) },
  { weight: 1, arbitrary: fc.constant(60_000) },
);

const check = (numRuns: number, property: (text: string, maxLength: number) => void): void =>
  fc.assert(fc.property(plan, limit, property), { numRuns, seed: 2026 });

describe("reviews of hostile plans", () => {
  test("10,000 of them show no secret and no markup of theirs, and fit", () => {
    let folded = 0;
    check(10_000, (text, maxLength) => {
      const review = reviewPlan(text, { environment: "production" });
      const markdown = renderMarkdown([review], { maxLength, link: LINK });
      expect(markdown.length).toBeLessThanOrEqual(maxLength);
      expect(markdown).not.toContain(SECRET);
      expect(markdown).not.toContain(HIDDEN);
      if (maxLength > 300) expect(audit(markdown, LINK)).toEqual([]);
      if (markdown.includes("<details>")) folded += 1;
    });
    expect(folded).toBeGreaterThan(1000);
  });

  test("the same plan gives the same bytes", () => {
    check(300, (text, maxLength) => {
      const once = () => renderMarkdown([reviewPlan(text)], { maxLength, link: LINK });
      expect(once()).toBe(once());
    });
  });

  test("no format shows a secret, or a character that a terminal obeys", () => {
    check(500, (text) => {
      const reviews = [reviewPlan(text)];
      for (const format of FORMATS) {
        const output = rendered(reviews, format, { style: STYLE });
        expect(output).not.toContain(SECRET);
        expect(output).not.toContain(HIDDEN);
        expect(output.replace(/[\n\t]/g, "")).not.toMatch(
          /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u,
        );
      }
    });
  });
});
