import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import { apiOf, pkOf, resultsOf, textAt, type Call } from "../api-client";

let sandbox: AuthentikSandbox;
let call: Call;
let target: string;
let group: string;
beforeAll(async () => {
  sandbox = await startAuthentik();
  call = apiOf(sandbox);
});
beforeEach(async () => {
  sandbox.reset();
  target = pkOf(await call("POST", "/core/applications/", { name: "CRM", slug: "crm" }));
  group = sandbox.state.groupByName("crm-users")?.pk ?? "";
});
afterAll(() => sandbox.close());

const bind = (more: object) => call("POST", "/policies/bindings/", { target, order: 0, ...more });
const createPolicy = (more = {}) =>
  call("POST", "/policies/expression/", { name: "p", expression: "return True", ...more });

test("a binding shows what it binds, and has defaults", async () => {
  const { status, body } = await bind({ group, policy: null, user: null });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    target,
    group,
    group_obj: { pk: group, name: "crm-users" },
    policy_obj: null,
    user_obj: null,
    enabled: true,
    negate: false,
    timeout: 30,
    failure_result: false,
  });
});

test("exactly one of policy, user and group is bound", async () => {
  const user = sandbox.state.userByName("jane")?.pk;
  expect((await bind({ group, user })).body).toEqual({
    non_field_errors: ["Only one of 'group', 'policy', 'user' can be set."],
  });
  expect((await bind({ group: null })).body).toEqual({
    non_field_errors: ["One of 'group', 'policy', 'user' must be set."],
  });
});

test("entitlements are bound to groups and users only", async () => {
  const policy = pkOf(await createPolicy());
  const { body } = await call("POST", "/core/application_entitlements/", {
    name: "boss",
    app: target,
  });
  const entitlement = textAt(body, "pbm_uuid");
  expect((await bind({ target: entitlement, policy })).body).toEqual({
    non_field_errors: ["One of 'group', 'user' must be set."],
  });
  expect((await bind({ target: entitlement, group })).status).toBe(201);
});

test("the target is the application's UUID, not its slug", async () => {
  expect((await bind({ target: "crm", group })).body).toEqual({
    target: ["“crm” is not a valid UUID."],
  });
  expect((await bind({ target: group, group })).body).toEqual({
    target: [`Invalid pk "${group}" - object does not exist.`],
  });
});

test("limits of order and timeout", async () => {
  expect((await bind({ group, order: 2 ** 31, timeout: -1 })).body).toEqual({
    order: ["Ensure this value is less than or equal to 2147483647."],
    timeout: ["Ensure this value is greater than or equal to 0."],
  });
  expect((await bind({ group, order: "first" })).body).toEqual({
    order: ["A valid integer is required."],
  });
});

test("one policy is bound once per target and order; groups may be bound twice", async () => {
  const policy = pkOf(await createPolicy());
  await bind({ policy });
  expect((await bind({ policy })).body).toEqual({
    non_field_errors: ["The fields policy, target, order must make a unique set."],
  });
  expect((await bind({ policy, order: 1 })).status).toBe(201);
  await bind({ group, policy: null });
  expect((await bind({ group, policy: null })).status).toBe(201);
});

test("a PUT can bind something else", async () => {
  const policy = pkOf(await createPolicy());
  const path = `/policies/bindings/${pkOf(await bind({ group }))}/`;
  const { body } = await call("PUT", path, { target, order: 3, policy, group: null, user: null });
  expect(body).toMatchObject({
    order: 3,
    policy,
    group: null,
    policy_obj: { name: "p", bound_to: 1 },
  });
  // As recorded of 2026.2.2 ("bind read policy").
  expect(body["policy_obj"]).toHaveProperty("expression", "return True");
});

test("a PATCH without the target breaks authentik", async () => {
  // As recorded of 2026.2.2 ("bind patch order only", "lb other group").
  const path = `/policies/bindings/${pkOf(await bind({ group }))}/`;
  for (const body of [{ order: 0 }, { group }]) {
    const answer = await call("PATCH", path, body);
    expect([answer.status, answer.text]).toEqual([405, ""]);
    expect(answer.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  }
  expect((await call("PATCH", path, { target, group, order: 7 })).body["order"]).toBe(7);
});

test("a deleted policy, group or user takes its bindings with it", async () => {
  const policy = pkOf(await createPolicy());
  const user = sandbox.state.userByName("jane")?.pk ?? 0;
  await bind({ policy });
  await bind({ group });
  await bind({ user });
  await call("DELETE", `/policies/expression/${policy}/`);
  await call("DELETE", `/core/groups/${group}/`);
  await call("DELETE", `/core/users/${user}/`);
  expect(resultsOf(await call("GET", "/policies/bindings/"))).toEqual([]);
});

test("bindings of one target are listed in their order", async () => {
  for (const order of [20, 3, 10]) await bind({ group, order });
  const orders = resultsOf(await call("GET", `/policies/bindings/?target=${target}`));
  expect(orders.map(({ order }) => order)).toEqual([3, 10, 20]);
});

test("an expression loses the white space around it, counts its bindings, must compile", async () => {
  const { body } = await createPolicy({ expression: "\n  return True\n" });
  expect(body).toMatchObject({ expression: "return True", bound_to: 0 });
  const policy = pkOf({ body });
  await bind({ policy });
  expect((await call("GET", `/policies/expression/${policy}/`)).body["bound_to"]).toBe(1);
  expect((await createPolicy()).body).toEqual({ name: ["Policy with this name already exists."] });
  expect((await createPolicy({ name: "q", expression: "return (True" })).body).toEqual({
    expression: ["Expression Syntax Error: '(' was never closed (temp-policy, line 2)"],
  });
});
