import { reviewPlan } from "../../../cli/review/review-plan";
import { RESOURCES, SETTINGS, smallPlan, type Values, type Wish } from "./small-plan";

const EVIL = "https://evil.example/";

/** A plan of settings that hold `data`, and would send `update_data` when they change. */
function planned(data: Values, updateData: Values | undefined, actions: readonly string[]): string {
  const own = updateData ?? data;
  const wish: Wish = {
    actions: { settings: actions },
    resources: {
      settings: {
        data: JSON.stringify(data),
        ...(updateData && { update_data: JSON.stringify(updateData) }),
      },
    },
    stated: { settings: Object.keys(own).sort() },
  };
  return smallPlan(wish);
}

/** The small plan's settings without one, and with it otherwise. */
const beside = (name: string, value: unknown): readonly [Values, Values] => [
  { ...SETTINGS, [name]: value },
  Object.fromEntries(Object.entries(SETTINGS).filter(([other]) => other !== name)),
];

const OTHERWISE = [
  ["oidcFallback", false, "lock-out"],
  ["oidcTokenEndpoint", EVIL, "foreign-endpoint"],
  ["oidcUserInfoEndpoint", EVIL, "foreign-endpoint"],
  ["authenticationMethod", "SAML", "SAML"],
] as const;

describe("Settings that are made send all that stands in their data", () => {
  test.each(OTHERWISE)(
    "so %s = %j is refused when they are made anew, though no change would send it",
    (name, value, words) => {
      const review = reviewPlan(planned(...beside(name, value), ["delete", "create"]));
      expect(review.verdict).toBe("refused");
      expect(JSON.stringify(review)).toContain(words);
    },
  );

  test("so administrators' way in is told when they are made, though it is not named as managed", () => {
    const data = { ...SETTINGS, oidcAllowAdminUser: true };
    const review = reviewPlan(planned(data, SETTINGS, ["delete", "create"]));
    expect(JSON.stringify(review)).toContain("administrators may sign in through authentik");
  });

  test("so without update_data a change is judged whole, whatever the integration states", () => {
    const [data, stated] = beside("oidcFallback", false);
    const wish = { settings: data, stated: { settings: Object.keys(stated).sort() } };
    expect(reviewPlan(smallPlan(wish)).verdict).toBe("refused");
  });

  test.each([
    ["what came to EspoCRM later, with EspoCRM's value, is let pass", [], "look-twice"],
    ["what Terraform was told to ignore is refused, whatever its value", ["siteUrl"], "refused"],
  ])("so %s", (_, ignored, verdict) => {
    const found = JSON.parse(
      String(RESOURCES["restapi_object.observer"]?.["api_response"]),
    ) as Values;
    const wish: Wish = {
      actions: { settings: ["delete", "create"] },
      resources: {
        settings: {
          data: JSON.stringify({ ...SETTINGS, siteUrl: found["siteUrl"] }),
          update_data: JSON.stringify(SETTINGS),
          ignore_changes_to: ignored,
        },
      },
    };
    expect(reviewPlan(smallPlan(wish)).verdict).toBe(verdict);
  });
});
