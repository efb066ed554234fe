import { replacementCause } from "../../../../cli/review/plan/replacement-cause";
import { plain } from "../../../../cli/review/render/text";

const because = (
  reason: string | undefined,
  paths?: string[][],
  actions = ["delete", "create"],
) => {
  const cause = replacementCause({
    address: "authentik_application.application",
    mode: "managed",
    type: "authentik_application",
    name: "application",
    action_reason: reason,
    change: { actions, replace_paths: paths },
  });
  return cause && plain(cause);
};

describe("why something is made anew", () => {
  it("names the attributes that can't be changed, as authentik's pages call them", () => {
    expect(because("replace_because_cannot_update", [["slug"], ["nested", "part"]])).toBe(
      "Slug and nested can't be changed in place",
    );
  });

  it.each([
    ["replace_because_tainted", "its creation broke off, or somebody tainted it"],
    ["replace_by_request", "the option -replace asks for it"],
    ["replace_by_triggers", "what it depends on changes"],
  ])("tells %s apart", (reason, words) => {
    expect(because(reason)).toBe(words);
  });

  it("says nothing of a reason that Terraform does not give, nor of what stays", () => {
    expect(because(undefined)).toBeUndefined();
    expect(because("replace_by_request", [], ["update"])).toBeUndefined();
  });
});
