import { reviewPlan } from "../../../../cli/review/review-plan";
import { smallPlan, STATED } from "../small-plan";

const TYPE = "authentik_property_mapping_provider_scope";
const OLD = {
  id: "mapping-1",
  name: "CRM groups",
  scope_name: "profile",
  expression: 'return {"groups": []}',
};

/** A plan that changes the code of a scope mapping; `undefined` where it is not known yet. */
function coded(expression: string | undefined): string {
  const address = `${TYPE}.mapping`;
  const change = {
    actions: ["update"],
    before: OLD,
    after: { ...OLD, expression },
    after_unknown: expression === undefined ? { expression: true } : {},
  };
  return smallPlan({
    more: [{ address, mode: "managed", type: TYPE, name: "mapping", change }],
    stated: { resources: { ...STATED.resources, scopeMappings: [address] } },
  });
}

const words = (plan: string): string => JSON.stringify(reviewPlan(plan));

describe("The code of a scope mapping", () => {
  test.each([
    'return {"sub": request.user.name}',
    'claims = {}\nclaims["sub"] = request.user.name\nreturn claims',
    "return dict(sub=request.user.name)",
    "return dict(groups=[], sub = request.user.name)",
    "claims.update(sub=request.user.name)",
  ])("that names EspoCRM's user is called so, however it is written: %s", (code) => {
    expect(words(coded(code))).toContain("may say who somebody is");
  });

  test("that only compares names no claim by it", () => {
    expect(words(coded("return dict(groups=[request.user.name == sub])"))).not.toContain(
      "may say who somebody is",
    );
  });

  test("that is not known yet is not called gone", () => {
    const text = words(coded(undefined));
    expect(reviewPlan(coded(undefined)).verdict).toBe("look-twice");
    expect(text).toContain("can't be read yet");
    expect(text).not.toContain("goes");
  });
});

describe("Scope mappings in another order", () => {
  const planned = (before: readonly string[], after: readonly string[]): string => {
    const plan = JSON.parse(smallPlan({ provider: { property_mappings: after } })) as {
      resource_changes: { name: string; change: { before: object } }[];
    };
    for (const { change, name } of plan.resource_changes)
      if (name === "provider") change.before = { ...change.before, property_mappings: before };
    return JSON.stringify(plan);
  };

  test.each([
    [["a", "b"], ["b", "a"], "safe"],
    [["a", "a"], ["a", "b"], "look-twice"],
    [["a", "b"], ["a", "a"], "look-twice"],
  ])("%j to %j is %j", (before, after, verdict) => {
    expect(reviewPlan(planned(before, after)).verdict).toBe(verdict);
  });
});
