import { reviewPlan } from "../../../../cli/review/review-plan";
import { CLIENT_SECRET, smallPlan } from "../small-plan";

/** The small plan with one output that is new, or tells something else. */
const telling = (name: string, after: unknown, action: string): string =>
  smallPlan({
    provider: { name: "CRM" },
    also: {
      output_changes: {
        [name]: { actions: [action], after, before_sensitive: false, after_sensitive: false },
      },
    },
  });

describe("An output that is not hidden", () => {
  test.each([
    ["create", CLIENT_SECRET],
    ["update", `https://espocrm.company/?secret=${CLIENT_SECRET}`],
    ["update", { nested: [CLIENT_SECRET] }],
  ])("is looked at twice where it tells a secret, whatever its name (%s)", (action, after) => {
    const review = reviewPlan(telling("redirect_uri", after, action));
    expect(review.verdict).toBe("look-twice");
    const text = JSON.stringify(review);
    expect(text).toContain("tells a secret");
    expect(text).not.toContain(CLIENT_SECRET);
  });

  test("is no news where it tells what every stack tells", () => {
    const uri = "https://espocrm.company/oauth-callback.php";
    expect(reviewPlan(telling("redirect_uri", uri, "update")).verdict).toBe("safe");
  });
});
