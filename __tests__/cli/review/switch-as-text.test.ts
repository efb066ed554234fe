import { reviewPlan } from "../../../cli/review/review-plan";
import { RESOURCES, SETTINGS, smallPlan } from "./small-plan";

/** A plan that puts `true` back where EspoCRM holds another value. */
function putsBack(found: unknown): string {
  const plan = JSON.parse(smallPlan({ settings: {} })) as {
    resource_changes: { address: string; change: { actions: string[]; before: object } }[];
  };
  const own = plan.resource_changes.find(({ address }) => address === "restapi_object.settings");
  const before = {
    ...RESOURCES["restapi_object.settings"],
    data: JSON.stringify({ ...SETTINGS, oidcFallback: found }),
  };
  if (own) own.change = { ...own.change, actions: ["update"], before };
  return JSON.stringify(plan);
}

// EspoCRM's Docker image writes each ESPOCRM_CONFIG_… of its environment as a text, at each start.
test.each(["true", "1", "on"])("the text %j in place of true is nobody's business", (found) => {
  const review = reviewPlan(putsBack(found));
  expect(JSON.stringify(review)).not.toContain("other people can use a password");
  expect(JSON.stringify(review)).not.toContain("Passwords:");
  expect(review.verdict).toBe("safe");
});

test.each([false, "", "0", 0])("%j in place of true still is", (found) => {
  const review = reviewPlan(putsBack(found));
  expect(JSON.stringify(review)).toContain("other people can use a password");
  expect(review.verdict).not.toBe("safe");
});
