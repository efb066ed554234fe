import * as fc from "fast-check";
import { normalizationBy } from "../../../cli/users/normalization";
import { normalized } from "../../../sandbox/espocrm/oidc/user-name";

/** What every EspoCRM has at first: recorded of 9.3.9 and 10.0.0. */
const RECORDED = "[^a-z0-9\\-@_\\.\\s]";

/** Names as directories have them: with blanks, dots, accents, domains, and what none should have. */
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z]{1,8}[ ._@+'-]{0,2}[A-Za-z0-9]{0,8}$/),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(
      "é",
      "É",
      "ß",
      "Ø",
      "İ",
      "ſ",
      "日",
      "🙂",
      "\u00a0",
      "\t",
      " ",
      "A",
      "z",
      "_",
      "\u2028",
    ),
  }),
  fc.emailAddress(),
);

test("10,000 names become what they become in the sandbox's EspoCRM, and some of them the same", () => {
  const names = fc.sample(name, { numRuns: 10_000, seed: 14 });
  const { isGuess, of } = normalizationBy(RECORDED);
  expect(isGuess).toBe(false);
  const differing = names.filter((one) => of(one) !== normalized(one));
  expect(differing).toEqual([]);
  const comers = new Map<string, Set<string>>();
  for (const one of names) comers.set(of(one), (comers.get(of(one)) ?? new Set()).add(one));
  const colliding = [...comers.values()].filter(({ size }) => size > 1);
  expect(colliding.length).toBeGreaterThan(100);
});

test.each([
  ["Jane Doe", "jane_doe"],
  ["jane+doe", "jane_doe"],
  ["José", "jos__"],
  ["İstanbul", "__stanbul"],
  ["jane.doe@Company.COM", "jane.doe@company.com"],
  ["a\u00a0b", "a__b"],
])("%j becomes %j", (claim, userName) => {
  expect(normalizationBy(undefined).of(claim)).toBe(userName);
});

test("an expression of the administrator's own is followed", () => {
  expect(normalizationBy("[^a-z]")).toMatchObject({ isGuess: false });
  expect(normalizationBy("[^a-z]").of("Jane.Doe2")).toBe("jane_doe_");
});

test.each(["[[:alpha:]]", "(?i)x", "[", String.raw`\p{L}`])(
  "what JavaScript reads in another way than PHP (%s) is a guess, and said to be one",
  (expression) => {
    expect(normalizationBy(expression).isGuess).toBe(true);
    expect(normalizationBy(expression).of("Jane Doe")).toBe("jane_doe");
  },
);
