import { hasAccess, hasEntitlement } from "../../../authentik";
import type { PolicyBinding, PolicyEngineMode } from "../../../authentik";
import { AuthentikState } from "../../../authentik/state/authentik-state";
import { sow } from "../../../authentik/state/seeding";

const APP = "app";
let state: AuthentikState;
let order: number;

beforeEach(() => {
  order = 0;
  state = new AuthentikState();
  const groups = [
    { name: "company" },
    { name: "staff", parents: ["company"] },
    { name: "sales", parents: ["staff"] },
    { name: "admins", isSuperuser: true },
  ];
  const users = [
    { username: "sam", groups: ["sales"] },
    { username: "root", groups: ["admins"] },
  ];
  sow(state, { groups, users });
});

/** Binds something to the application. */
function bind(binding: Partial<PolicyBinding>, target = APP): void {
  const defaults = {
    target,
    policy: null,
    group: null,
    user: null,
    negate: false,
    enabled: true,
    order: order++,
    timeout: 30,
    failure_result: false,
  };
  const pk = `binding ${order}`;
  state.bindings.set(pk, { ...defaults, ...binding, pk });
}

/** A policy with this expression. */
function policy(expression: string): string {
  state.policies.set(expression, {
    pk: expression,
    name: expression,
    execution_logging: false,
    expression,
  });
  return expression;
}

const group = (name: string) => state.groupByName(name)?.pk ?? "";
const userNamed = (name: string) => {
  const user = state.userByName(name);
  if (!user) throw new Error(name);
  return user;
};
const passes = (mode: PolicyEngineMode, name = "sam") =>
  hasAccess(state, { pk: APP, policy_engine_mode: mode }, userNamed(name));

test("without bindings every user has access to an application", () => {
  expect(passes("any")).toBe(true);
});

test("disabled bindings count as none", () => {
  bind({ group: group("admins"), enabled: false });
  expect(passes("any")).toBe(true);
  bind({ group: group("admins") });
  expect(passes("any")).toBe(false);
});

test("a group binding lets in members of the group and of all groups below it", () => {
  bind({ group: group("company") });
  expect(passes("any", "sam")).toBe(true);
  expect(passes("any", "root")).toBe(false);
});

test("membership does not go downwards", () => {
  sow(state, { users: [{ username: "boss", groups: ["company"] }] });
  bind({ group: group("sales") });
  expect(passes("any", "boss")).toBe(false);
});

test("groups that are each other's parents do no harm", () => {
  sow(state, { groups: [{ name: "company", parents: ["sales"] }] });
  bind({ group: group("staff") });
  expect(passes("any")).toBe(true);
});

test("superusers are bound like everyone", () => {
  bind({ user: userNamed("sam").pk });
  expect(passes("any", "root")).toBe(false);
});

test("any: one of several groups or users is enough; all: every one is needed", () => {
  bind({ group: group("sales") });
  bind({ group: group("admins") });
  expect([passes("any"), passes("all")]).toEqual([true, false]);
});

test("groups and users count as one result beside the policies", () => {
  bind({ group: group("admins") });
  bind({ policy: policy("return True") });
  expect([passes("any"), passes("all")]).toEqual([true, false]);
  bind({ user: userNamed("sam").pk });
  expect([passes("any"), passes("all")]).toEqual([true, false]);
});

test("all passes when the policies and every group and user pass", () => {
  bind({ group: group("sales") });
  bind({ policy: policy("return True") });
  bind({ policy: policy('return request.user.username == "sam"') });
  expect(passes("all")).toBe(true);
  bind({ policy: policy("return False") });
  expect([passes("any"), passes("all")]).toEqual([true, false]);
});

test("negate turns a result round, of groups and of policies", () => {
  bind({ group: group("sales"), negate: true });
  expect([passes("any", "sam"), passes("any", "root")]).toEqual([false, true]);
  bind({ policy: policy("return False"), negate: true });
  expect(passes("any", "sam")).toBe(true);
});

test.each([
  [false, false, false],
  [true, false, true],
  [false, true, true],
  [true, true, false],
])(
  "a failing policy with failure_result %s, negate %s gives %s",
  (failure_result, negate, result) => {
    bind({ policy: policy("return geoip()"), failure_result, negate });
    expect(passes("any")).toBe(result);
  },
);

test("policies see the groups above the direct ones", () => {
  bind({ policy: policy('return ak_is_group_member(request.user, name="company")') });
  expect([passes("any", "sam"), passes("any", "root")]).toEqual([true, false]);
});

test("order does not end the evaluation early", () => {
  bind({ policy: policy("return False"), order: 0 });
  bind({ policy: policy("return True"), order: 1 });
  expect([passes("any"), passes("all")]).toEqual([true, false]);
});

test("an entitlement without bindings belongs to nobody", () => {
  expect(hasEntitlement(state, "boss", userNamed("sam"))).toBe(false);
  bind({ group: group("staff") }, "boss");
  expect(hasEntitlement(state, "boss", userNamed("sam"))).toBe(true);
  expect(hasEntitlement(state, "boss", userNamed("root"))).toBe(false);
});
