import fc from "fast-check";
import pc from "picocolors";
import { CommandFailure } from "../../../cli/run/failure";
import { reviewPlan } from "../../../cli/review/index";
import { FORMATS, rendered } from "../../../cli/review/render/formats";
import { RESOURCES, smallPlan } from "./small-plan";

const everyone = (action: string): Record<string, readonly string[]> =>
  Object.fromEntries(
    Object.keys(RESOURCES).map((address) => [address.split(".")[1] ?? "", [action]]),
  );

const PLANS: readonly string[] = [
  smallPlan(),
  smallPlan({ settings: { oidcSync: true }, provider: { client_secret: "another-secret" } }),
  smallPlan({ actions: everyone("create") }),
  smallPlan({ actions: everyone("delete") }),
  smallPlan({ actions: everyone("forget"), stated: null }),
  smallPlan({
    unknown: Object.fromEntries(
      Object.keys(RESOURCES).map((one) => [one.split(".")[1] ?? "", true]),
    ),
    also: {
      resource_drift: (
        JSON.parse(smallPlan({ settings: { oidcSync: true } })) as { resource_changes: unknown[] }
      ).resource_changes,
      output_changes: { issuer: { actions: ["update"], before_sensitive: false } },
    },
  }),
];

/** What takes the place of a part. */
const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1e99,
    "",
    "x",
    "{}",
    "[",
    [],
    {},
    [[]],
    [null],
    { a: null },
  ),
  fc.constantFrom<unknown>(
    "https://x",
    "${x}",
    '{"authenticationMethod":[]}',
    ["delete", "create"],
    { constant_value: 1 },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** One part of a plan replaced, taken out, or put elsewhere. */
const mutation = fc.record({
  steps: fc.array(fc.nat(), { minLength: 1, maxLength: 9 }),
  how: fc.constantFrom("replace", "remove", "double"),
  junk,
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;
type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;

/** Walks down, each step to one of the parts that are there, and changes what is found at the end. */
function mutate(root: Tree, { how, junk, steps }: Mutation): void {
  let at = root;
  for (const [index, step] of steps.entries()) {
    const keys = Object.keys(at);
    const key = keys[step % Math.max(1, keys.length)];
    if (key === undefined) return;
    const part = at[key];
    if (index < steps.length - 1 && isTree(part)) {
      at = part;
      continue;
    }
    if (how === "replace") at[key] = structuredClone(junk);
    else if (how === "remove") Reflect.deleteProperty(at, key);
    else at[`${key}x`] = part;
    return;
  }
}

/** A review in all formats, or one clear failure. */
function check(text: string): "review" | "failure" {
  try {
    const review = reviewPlan(text);
    for (const format of FORMATS) rendered([review], format, { style: pc.createColors(false) });
    return "review";
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    expect(error.message).toMatch(/^(This|Nothing)/);
    return "failure";
  }
}

describe("a plan that is not as plans are", () => {
  test("4,000 mutated ones give a review, or one clear failure", () => {
    const counts = { review: 0, failure: 0 };
    fc.assert(
      fc.property(
        fc.nat(PLANS.length - 1),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        (index, mutations) => {
          const plan = JSON.parse(PLANS[index] ?? "") as Tree;
          for (const one of mutations) mutate(plan, one);
          counts[check(JSON.stringify(plan))] += 1;
        },
      ),
      { numRuns: 4000, seed: 10 },
    );
    expect(counts.review).toBeGreaterThan(500);
    expect(counts.failure).toBeGreaterThan(100);
  });

  test("1,000 with changed attributes give a review", () => {
    fc.assert(
      fc.property(
        fc.nat(PLANS.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean(), junk), { minLength: 1, maxLength: 8 }),
        (index, changes) => {
          const plan = JSON.parse(PLANS[index] ?? "") as { resource_changes: { change: Tree }[] };
          for (const [which, where, masks, value] of changes) {
            const resource = plan.resource_changes[which % plan.resource_changes.length];
            const sides = masks
              ? ["after_unknown", "after_sensitive", "before_sensitive"]
              : ["before", "after"];
            const side = resource?.change[sides[where % sides.length] ?? ""];
            const keys = isTree(resource?.change["after"] ?? resource?.change["before"])
              ? Object.keys((resource?.change["after"] ?? resource?.change["before"]) as Tree)
              : [];
            const key = keys[where % Math.max(1, keys.length)];
            if (isTree(side) && key !== undefined)
              side[key] = masks ? true : structuredClone(value);
          }
          expect(check(JSON.stringify(plan))).toBe("review");
        },
      ),
      { numRuns: 1000, seed: 10 },
    );
  });

  test("one that is cut off anywhere is one clear failure", () => {
    const text = smallPlan();
    for (let end = 0; end < text.length; end += 97)
      expect(check(text.slice(0, end))).toBe("failure");
  });

  test("one that is nested without end is one clear failure, or a review", () => {
    const deep = `${"[".repeat(60_000)}${"]".repeat(60_000)}`;
    check(smallPlan({ resources: { provider: { deep: "DEEP" } } }).replaceAll('"DEEP"', deep));
    check(`{"format_version":"1.2","resource_changes":${deep}}`);
    check(deep);
  });

  test("OpenTofu's, without what only Terraform says, is reviewed", () => {
    const plan = JSON.parse(smallPlan({ provider: { name: "CRM" } })) as Tree;
    for (const key of ["terraform_version", "errored", "applyable"])
      Reflect.deleteProperty(plan, key);
    expect(reviewPlan(JSON.stringify(plan)).verdict).toBe("safe");
  });
});
