import { reviewPlan } from "../../../../cli/review/review-plan";
import { SETTINGS, smallPlan, type Values } from "../small-plan";

/** A plan without anything to do; the settings object has had these attributes before, too. */
function still(values: Values, stated?: null): string {
  const wish = { actions: { settings: ["no-op"] }, resources: { settings: values } };
  return smallPlan(stated === undefined ? wish : { ...wish, stated });
}

describe("Drift that Terraform was told to ignore", () => {
  test.each([
    ["oidcTokenEndpoint", "Token Endpoint"],
    ["oidcScopes.openid", "Scopes"],
  ])("of %s is told where nothing else is to be done", (path, label) => {
    const review = reviewPlan(still({ ignore_changes_to: ["siteUrl", path] }));
    expect(review.verdict).toBe("look-twice");
    expect(JSON.stringify(review)).toContain(label);
  });

  test("of a part of a setting is told when it begins", () => {
    const plan = smallPlan({ resources: { settings: { ignore_changes_to: ["oidcScopes.x"] } } });
    expect(reviewPlan(plan).verdict).toBe("look-twice");
  });

  test("of what nobody manages is nobody's business", () => {
    const values = {
      data: JSON.stringify({ ...SETTINGS, tomorrowSwitch: true }),
      update_data: JSON.stringify(SETTINGS),
      ignore_changes_to: ["siteUrl", "oidcCreateUser", "tomorrowSwitch"],
    };
    expect(reviewPlan(still(values)).verdict).toBe("nothing");
  });

  test("can't be told from what is managed in an old plan that does not say what that is", () => {
    const values = {
      data: JSON.stringify({ ...SETTINGS, oidcCreateUser: true }),
      ignore_changes_to: ["oidcCreateUser"],
    };
    expect(reviewPlan(still(values, null)).verdict).toBe("nothing");
  });
});
