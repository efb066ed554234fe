import pc from "picocolors";
import { type Format, rendered } from "../../../../cli/review/render/formats";
import { renderMarkdown, reviewPlan } from "../../../../cli/review/index";
import { CLIENT_SECRET, smallPlan, type Wish } from "../small-plan";

const STYLE = pc.createColors(false);
const GATES = new Map([["signing-key", "being replaced tonight"]]);
const review = (wish: Wish = {}, stack = "acme") => reviewPlan(smallPlan(wish), { stack });
const written = (format: Format, wish: Wish) =>
  rendered([reviewPlan(smallPlan(wish), { stack: "a<c>me", gates: GATES })], format, {
    style: STYLE,
  });

const REFUSED: Wish = {
  binding: { enabled: false },
  provider: {
    signing_key: null,
    allowed_redirect_uris: [{ matching_mode: "strict", url: "https://[evil](x).example" }],
  },
};

describe("JUnit", () => {
  const xml = written("junit", REFUSED);

  test("has a case for each gate: failed where it refuses, skipped where it is off", () => {
    expect(xml.match(/<testcase /g)?.length).toBeGreaterThanOrEqual(7);
    expect(xml).toMatch(/name="redirect-uri"><failure message="[^"]+">/);
    expect(xml).toMatch(/name="signing-key"><skipped message="off: being replaced tonight">/);
    expect(xml).toMatch(/name="lock-out"\/>/);
    expect(xml).toContain('failures="2"');
  });

  test("escapes what would be XML", () => {
    expect(xml).toContain('<testsuite name="a&lt;c&gt;me"');
  });

  test("has an error where a stack could not be planned", () => {
    expect(written("junit", { also: { errored: true } })).toContain(
      '<error message="it could not be planned',
    );
  });
});

describe("SARIF", () => {
  interface Log {
    readonly runs: readonly [
      { readonly results: readonly { ruleId: string; level: string; message: { text: string } }[] },
    ];
  }
  const log = JSON.parse(written("sarif", REFUSED)) as Log;
  const { results } = log.runs[0];

  test("has a result for each finding, with a level", () => {
    expect(results.map(({ level, ruleId }) => `${ruleId} ${level}`)).toEqual([
      "signing-key note",
      "redirect-uri error",
      "last-binding-removed error",
      "open-to-everyone warning",
    ]);
  });

  test("lets no value make a link of its message", () => {
    expect(results[1]?.message.text).toContain("\\[evil\\](x)");
  });
});

describe("shortening", () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    review(
      { settings: { oidcTeamsNames: { sales: `Sales ${String(index)}` } } },
      `stack-${String(index)}`,
    ),
  );

  test("leaves out details first, then what does not change, then tables", () => {
    const one = [review({ settings: { oidcTeamsNames: { sales: "Sales" } } })];
    const parts = (text: string) => [
      text.includes("Details:"),
      text.includes("settings unchanged"),
      text.includes("| Teams, names"),
      text.includes("1 setting changed."),
    ];
    const steps = new Set<string>();
    for (let length = renderMarkdown(one).length; length > 100; length -= 1)
      steps.add(JSON.stringify(parts(renderMarkdown(one, { maxLength: length }))));
    expect([...steps]).toEqual([
      "[true,true,true,false]",
      "[false,true,true,false]",
      "[false,false,true,false]",
      "[false,false,false,true]",
      "[false,false,false,false]",
    ]);
  });

  test("counts the verdicts of 200 stacks, the gravest first, with a link to the whole", () => {
    const refused = review(REFUSED, "the-refused-one");
    const options = { maxLength: 6000, link: "https://ci.example/1" };
    const text = renderMarkdown([...many, refused], options);
    expect(text.length).toBeLessThanOrEqual(6000);
    expect(text).toContain("1 refused, 200 safe.");
    expect(text.indexOf("the-refused-one")).toBeLessThan(text.indexOf("stack-1"));
    expect(text).toContain("[The whole review is in the run](<https://ci.example/1>)");
    expect(text).toContain("more verdicts.");
  });

  test.each([1, 10, 50, 100])("never fails, with %d characters either", (maxLength) => {
    expect(renderMarkdown(many, { maxLength }).length).toBeLessThanOrEqual(maxLength);
  });
});

describe("a secret that stands where nobody marked it", () => {
  test("is taken out", () => {
    const text = written("markdown", {
      settings: { oidcLogoutUrl: `https://x.example/?s=${CLIENT_SECRET}` },
    });
    expect(text).toContain("`https://x.example/?s=(secret)`");
    expect(text).not.toContain(CLIENT_SECRET);
  });

  test("is taken out of an address, too", () => {
    const text = written("markdown", {
      settings: { oidcLogoutUrl: "https://me:hunter2@x.example/" },
    });
    expect(text).toContain("`https://(credentials)@x.example/`");
  });
});
