import { reviewPlan } from "../../../cli/review/index";
import { plain } from "../../../cli/review/render/text";
import { smallPlan } from "./small-plan";

type Values = Readonly<Record<string, unknown>>;

const ROLE = { id: "role-1", name: "deployments" };
const ACCOUNT = {
  ...{ id: "7", username: "terraform", name: "terraform", type: "service_account" },
  ...{ groups: [], roles: ["role-1"], is_active: true, path: "users", attributes: "{}" },
};
const TOKEN = {
  ...{ id: "terraform", identifier: "terraform", user: 7, intent: "api", expiring: false },
  ...{ retrieve_key: true },
};
const may = (permission: string): Values => ({ id: "1", role: "role-1", permission });
const FLOWS = may("authentik_flows.view_flow");

/** A change of a resource; `null` before is a new one, after is one that goes. */
const change = (type: string, before: Values | null, after: Values | null, name = "it") => ({
  address: `authentik_${type}.${name}`,
  mode: "managed",
  type: `authentik_${type}`,
  name,
  provider_name: "registry.terraform.io/goauthentik/authentik",
  change: {
    actions: before === null ? ["create"] : after === null ? ["delete"] : ["update"],
    before,
    after,
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
  },
});

const still = (type: string, values: Values) => {
  const one = change(type, values, values);
  return { ...one, change: { ...one.change, actions: ["no-op"] } };
};

const review = (...changes: readonly object[]) => {
  const plan = JSON.parse(smallPlan()) as Values;
  return reviewPlan(
    JSON.stringify({ ...plan, resource_changes: changes, planned_values: {}, resource_drift: [] }),
  );
};

/** What is said besides, with the verdict in front. */
const said = (...changes: readonly object[]): string => {
  const { besides, findings, verdict } = review(...changes);
  return [verdict, ...besides.map(({ text }) => plain(text)), ...findings.map(({ id }) => id)].join(
    "\n",
  );
};

const ALL_NEW = [
  change("rbac_role", null, ROLE),
  change("rbac_permission_role", null, FLOWS),
  change("user", null, ACCOUNT),
  change("token", null, TOKEN),
];

test("a new identity for deployments is looked at twice: what it may do comes first", () => {
  expect(said(...ALL_NEW)).toBe(`look-twice
A new role, deployments, may view flows, and nothing else.
The service account terraform is made.
The service account terraform has the role deployments.
The API token terraform of terraform is made: whoever has it may do what its role may. It stands in Terraform's state.
The API token terraform of terraform does not expire.`);
});

test.each([
  ["authentik_providers_oauth2.view_oauth2provider", "reads the client secret of each of them"],
  ["authentik_policies_expression.add_expressionpolicy", "Python that runs in authentik's server"],
  ["authentik_policies.add_policybinding", "let anybody into any application"],
])("that a role may %s is told with what it comes to", (permission, words) => {
  expect(
    said(still("rbac_role", ROLE), change("rbac_permission_role", null, may(permission))),
  ).toMatch(new RegExp(`^look-twice\nThe role deployments may now .*\n.*${words}`));
});

test("a permission that is taken is told", () => {
  const told = said(still("rbac_role", ROLE), change("rbac_permission_role", FLOWS, null));
  expect(told).toBe("look-twice\nThe role deployments may no longer view flows.");
});

test.each<[what: string, account: Values, words: string]>([
  ["is a member of a group", { groups: ["admins"] }, "is a member of 1 group, and may do what"],
  ["has other roles", { roles: ["role-1", "role-2"] }, "has 1 more role, of which this plan tells"],
  ["has an e-mail address", { email: "a@b.c" }, "email is set"],
])("an account that %s is told", (_, more, words) => {
  expect(
    said(change("rbac_role", null, ROLE), change("user", null, { ...ACCOUNT, ...more })),
  ).toContain(words);
});

test("a token that expires is told", () => {
  const token = { ...TOKEN, expiring: true };
  expect(said(change("user", null, ACCOUNT), change("token", null, token))).toContain(
    "expires: authentik then replaces its key, and deployments fail",
  );
});

test.each([
  ["an account of a person", change("user", null, { ...ACCOUNT, type: "internal" })],
  [
    "a service account that becomes a person's",
    change("user", ACCOUNT, { ...ACCOUNT, type: "internal" }),
  ],
  [
    "a permission that no deployment needs",
    change("rbac_permission_role", null, may("authentik_core.add_user")),
  ],
  [
    "a permission on one object",
    change("rbac_permission_role", null, {
      ...FLOWS,
      model: "authentik_flows.flow",
      object_id: "1",
    }),
  ],
  [
    "a permission of another's role",
    change("rbac_permission_role", null, { ...FLOWS, role: "role-9" }),
  ],
  ["a token of somebody else", change("token", null, { ...TOKEN, user: 1 })],
  ["an app password", change("token", null, { ...TOKEN, intent: "app_password" })],
  ["a group", change("group", null, { id: "g", name: "g" })],
])("%s is none, and refused beside one", (_, other) => {
  const told = said(still("rbac_role", ROLE), still("user", ACCOUNT), {
    ...other,
    address: "x.other",
  });
  expect(told).toMatch(/^refused\n/);
  expect(told).toContain("outside-change");
});

test("an identity for deployments beside an integration is refused: it takes an administrator's token", () => {
  const plan = JSON.parse(smallPlan({ more: ALL_NEW })) as object;
  const { findings, verdict } = reviewPlan(JSON.stringify(plan));
  expect(verdict).toBe("refused");
  expect(findings.map(({ id }) => id)).toContain("outside-change");
});
