import { reviewPlan } from "../../../cli/review/review-plan";
import { RESOURCES, SETTINGS, smallPlan, type Wish } from "./small-plan";

const NEWER = { tomorrowSwitch: true, oidcAuthorizationPkce: true };
const sent = JSON.stringify(SETTINGS);
const WITH_NEWER = JSON.stringify({ ...SETTINGS, ...NEWER });

/** A plan of settings whose `data` names what came to EspoCRM later, as EspoCRM has it. */
function planned(after: object, before: object, drifted: string): string {
  const settings = { ...RESOURCES["restapi_object.settings"], update_data: sent };
  const plan = JSON.parse(
    smallPlan({ resources: { settings: { update_data: sent, ...after } } }),
  ) as {
    resource_changes: { address: string; change: { before: object } }[];
  };
  const change = plan.resource_changes.find(({ address }) => address === "restapi_object.settings");
  if (change) change.change.before = { ...settings, ...before };
  const drift = {
    ...change,
    change: { actions: ["update"], before: settings, after: { ...settings, data: drifted } },
  };
  return JSON.stringify({ ...plan, resource_drift: [drift] });
}

const words = (plan: string) => JSON.stringify(reviewPlan(plan));

describe("Settings that came to EspoCRM after the deploy", () => {
  test("are no change, no drift, and not called managed until now", () => {
    const plan = planned({ data: WITH_NEWER }, { data: WITH_NEWER }, WITH_NEWER);
    expect(words(plan)).not.toMatch(/no longer managed|not managed|Pkce|tomorrow/);
    expect(reviewPlan(plan).integrations[0]?.drift ?? []).toEqual([]);
  });

  test("hide no managed setting that was changed by hand", () => {
    const found = { ...SETTINGS, ...NEWER, oidcUsernameClaim: "email" };
    const data = JSON.stringify(found);
    const plan = planned({ data: WITH_NEWER }, { data }, data);
    const [integration] = reviewPlan(plan).integrations;
    expect(JSON.stringify(integration?.drift)).toContain("oidcUsernameClaim");
    expect(words(plan)).not.toMatch(/no longer managed|Pkce|tomorrow/);
  });

  test("are known from the statement where an older release of ours made the settings", () => {
    const old: Wish = { settings: {} };
    const plan = JSON.parse(smallPlan(old)) as {
      resource_changes: { address: string; change: { before: object; actions: string[] } }[];
    };
    const change = plan.resource_changes.find(
      ({ address }) => address === "restapi_object.settings",
    );
    if (change) {
      change.change.before = { ...change.change.before, data: WITH_NEWER };
      change.change.actions = ["update"];
    }
    expect(words(JSON.stringify(plan))).not.toMatch(/no longer managed|Pkce|tomorrow/);
  });

  test.each([
    ["data", { data: JSON.stringify({ ...SETTINGS, authenticationMethod: "SAML" }) }],
    ["update_data", { update_data: JSON.stringify({ ...SETTINGS, authenticationMethod: "SAML" }) }],
  ])("do not let another value pass that stands in %s alone", (_, after) => {
    const plan = planned({ data: sent, ...after }, { data: sent }, sent);
    expect(reviewPlan(plan).verdict).not.toMatch(/safe|nothing/);
    expect(words(plan)).toContain("it compares EspoCRM with other settings than it writes");
  });

  test("that a change would send are refused: it sends what is managed, and nothing else", () => {
    const plan = planned({ data: WITH_NEWER, update_data: WITH_NEWER }, { data: sent }, sent);
    const review = reviewPlan(plan);
    expect(review.verdict).toBe("refused");
    expect(words(plan)).toContain("foreign-write");
  });
});
