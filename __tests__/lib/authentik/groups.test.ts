import type { Changes } from "../company";
import { Synthesized } from "../synthesized";

const STAFF = "4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11";
const CHANGES: Changes = {
  groups: [
    { name: "crm-sales", parents: ["crm-users", "staff", { id: STAFF }] },
    { name: "crm-users" },
  ],
  bindings: [{ group: "crm-users" }, { group: "guests" }],
};

describe("Groups of the configuration", () => {
  const stack = Synthesized.company(CHANGES);

  it("are made, below declared and existing ones, and without a word on who is in them", () => {
    expect(stack.resources("authentik_group")).toEqual({
      "group-crm-sales": {
        depends_on: ["terraform_data.before"],
        name: "crm-sales",
        parents: [
          "${authentik_group.group-crm-users.id}",
          "${data.authentik_group.group-staff.id}",
          STAFF,
        ],
        provider: "authentik",
      },
      "group-crm-users": {
        depends_on: ["terraform_data.before"],
        name: "crm-users",
        provider: "authentik",
      },
    });
  });

  it("are bound without being looked up; others are looked up as before", () => {
    const bound = Object.values(stack.resources("authentik_policy_binding"));
    expect(bound.map(({ group }) => group)).toEqual([
      "${authentik_group.group-crm-users.id}",
      "${data.authentik_group.group-guests.id}",
    ]);
    expect(() => stack.data("authentik_group", "group-crm-users")).toThrow();
  });
});
