import { reviewPlan } from "../../../cli/review/index";
import { plain } from "../../../cli/review/render/text";
import { RESOURCES, smallPlan, type Values } from "./small-plan";

const BINDING = "authentik_policy_binding.binding-group-crm-users";
const NOTHING = { after_unknown: {}, before_sensitive: {}, after_sensitive: {} };

const resource = (type: string, name: string, change: Values): Values => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  name,
  change: { ...NOTHING, ...change },
});

const reasonsOf = (plan: string): string[] =>
  reviewPlan(plan).integrations.flatMap(({ reasons }) => reasons.map(plain));

describe("What no plan says", () => {
  test("a group goes that is bound: authentik deletes the binding with it, and lets everybody in", () => {
    const group = { id: "crm-users", name: "crm-users" };
    const plan = smallPlan({
      more: [
        resource("authentik_group", "crm", { actions: ["delete"], before: group, after: null }),
      ],
    });

    expect(reasonsOf(plan)).toEqual([
      expect.stringMatching(/group crm-users goes, and authentik deletes its bindings with it/),
    ]);
  });

  test("bindings that a plan of a part of the configuration leaves out still decide who gets in", () => {
    const plan = JSON.parse(smallPlan({ resources: { application: { name: "CRM" } } })) as {
      resource_changes: { address: string }[];
    };
    const values = RESOURCES[BINDING];
    const [type, name] = BINDING.split(".");
    const review = reviewPlan(
      JSON.stringify({
        ...plan,
        complete: false,
        resource_changes: plan.resource_changes.filter(({ address }) => address !== BINDING),
        prior_state: {
          values: {
            root_module: { resources: [{ address: BINDING, mode: "managed", type, name, values }] },
          },
        },
      }),
    );

    const said = review.integrations.flatMap(({ letsIn, stays }) => [letsIn ?? [], ...stays]);
    expect(said.map(plain).join()).toContain("is in the group crm-users");
    expect(said.map(plain).join()).not.toContain("every user");
  });

  test("a permission that is given from one role to another, and what nobody knows of a service account", () => {
    const role = (name: string): Values =>
      resource("authentik_rbac_role", name, {
        actions: ["no-op"],
        before: { id: name, name },
        after: { id: name, name },
      });
    const permission = "authentik_core.delete_application";
    const plan = JSON.stringify({
      format_version: "1.2",
      resource_changes: [
        role("one"),
        role("other"),
        resource("authentik_rbac_permission_role", "given", {
          actions: ["update"],
          before: { role: "one", permission },
          after: { role: "other", permission },
        }),
        resource("authentik_user", "account", {
          actions: ["create"],
          before: null,
          after: { username: "bot", type: "service_account" },
          after_unknown: { groups: true, id: true },
        }),
      ],
    });
    const said = reviewPlan(plan).besides.map(({ text }) => plain(text));

    expect(said).toContain("The role one may no longer delete applications.");
    expect(said).toContain("The role other may now delete applications.");
    expect(said).toContain(
      "Of which groups the service account bot is a member becomes known only when it is applied.",
    );
  });
});
