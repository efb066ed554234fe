import { reviewPlan } from "../../../../cli/review/review-plan";
import { SPLIT_NAMES } from "../../../../lib/fields";
import { SETTINGS, smallPlan, STATED, type Values } from "../small-plan";

const TYPE = "authentik_property_mapping_provider_scope";
const ADDRESS = `${TYPE}.names`;
const MAPPING = {
  id: "mapping-1",
  name: "espocrm: first and last name",
  scope_name: "profile",
  expression: SPLIT_NAMES,
};

const words = (plan: string): string => JSON.stringify(reviewPlan(plan));

/** A plan that makes or deletes the mapping, with settings of EspoCRM. */
function planned(action: "create" | "delete", settings: Values): string {
  const change = {
    actions: [action],
    before: action === "create" ? null : MAPPING,
    after: action === "create" ? MAPPING : null,
    after_unknown: {},
  };
  return smallPlan({
    settings: { ...SETTINGS, ...settings },
    more: [{ address: ADDRESS, mode: "managed", type: TYPE, name: "names", change }],
    stated: { resources: { ...STATED.resources, scopeMappings: [ADDRESS] } },
  });
}

describe("First and last names", () => {
  test("come to be split, and who is there already has his overwritten", () => {
    const text = words(planned("create", { oidcSync: true, oidcCreateUser: true }));
    expect(text).toContain("overwrites both at each person's next login");
    expect(text).toContain("first and last names in EspoCRM are overwritten");
    expect(text).not.toContain("may say who somebody is");
  });

  test("of new users alone are split while nobody is synchronized", () => {
    const text = words(planned("create", { oidcCreateUser: true }));
    expect(text).toContain("those that are there keep their names");
    expect(text).not.toContain("overwrites both");
  });

  test("are no longer split: last names are emptied where people are synchronized", () => {
    expect(words(planned("delete", { oidcSync: true }))).toContain("Last names are emptied");
    expect(words(planned("delete", {}))).not.toContain("Last names are emptied");
    expect(words(planned("delete", {}))).toContain("no last name");
  });

  test.each([
    [{ oidcSync: true }, "last names in EspoCRM are emptied"],
    [{ oidcCreateUser: true }, "new users have no last name"],
  ])("that nothing splits are missing with %j", (settings, told) => {
    const plan = smallPlan({ settings: { ...SETTINGS, ...settings } });
    expect(words(plan)).toContain(told);
    expect(reviewPlan(plan).verdict).toBe("look-twice");
  });

  test("are no matter where EspoCRM takes none", () => {
    expect(
      words(smallPlan({ settings: { ...SETTINGS, oidcLogoutUrl: "https://x.company/" } })),
    ).not.toContain("last name");
  });
});
