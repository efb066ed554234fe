import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import { apiOf, flowPk, pkOf, providerBody, resultsOf, textAt, type Call } from "../api-client";

let sandbox: AuthentikSandbox;
let asAdministrator: Call;
beforeAll(async () => {
  sandbox = await startAuthentik();
  asAdministrator = apiOf(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const REFUSED = {
  status: 403,
  body: { detail: "You do not have permission to perform this action." },
};

/** Calls the API as a service account that may do this and nothing else. */
function allowed(...permissions: `${string}.${string}`[]): Call {
  sandbox.seed({
    roles: [{ name: "deployments", permissions }],
    users: [{ username: "terraform", type: "service_account", roles: ["deployments"] }],
    tokens: [{ key: "terraform-key", user: "terraform" }],
  });
  return apiOf({ url: sandbox.url, token: "terraform-key" });
}

test("who may view a kind sees all of it, and changes nothing", async () => {
  const call = allowed("authentik_core.view_group");
  const [group] = resultsOf(await call("GET", "/core/groups/"));
  const path = `/core/groups/${textAt(group, "pk")}/`;
  expect((await call("GET", path)).status).toBe(200);
  expect(await call("PATCH", path, { name: "other" })).toMatchObject(REFUSED);
  expect(await call("DELETE", path)).toMatchObject(REFUSED);
  expect(await call("POST", "/core/groups/", { name: "new" })).toMatchObject(REFUSED);
  expect(await call("GET", "/core/users/")).toMatchObject(REFUSED);
});

test("who may add a kind need not see it, and then does not see what was made", async () => {
  const call = allowed("authentik_core.add_group");
  const made = await call("POST", "/core/groups/", { name: "new" });
  expect(made.status).toBe(201);
  expect(await call("GET", `/core/groups/${pkOf(made)}/`)).toMatchObject(REFUSED);
});

test.each(["change", "delete"] as const)("to %s takes the right to view, too", async (action) => {
  const path = `/core/groups/${pkOf(await asAdministrator("POST", "/core/groups/", { name: "new" }))}/`;
  const send = (call: Call) =>
    action === "change" ? call("PUT", path, { name: "newer" }) : call("DELETE", path);
  expect(await send(allowed(`authentik_core.${action}_group`))).toMatchObject(REFUSED);
  const both = allowed(`authentik_core.${action}_group`, "authentik_core.view_group");
  expect((await send(both)).status).toBe(action === "change" ? 200 : 204);
});

test("what is not there is not found by whoever may view the kind, whatever else he may not", async () => {
  const call = allowed("authentik_core.view_application");
  expect((await call("DELETE", "/core/applications/none/")).status).toBe(404);
});

test("private keys have a permission of their own", async () => {
  const call = allowed("authentik_crypto.view_certificatekeypair");
  const [pair] = resultsOf(await call("GET", "/crypto/certificatekeypairs/"));
  const path = `/crypto/certificatekeypairs/${textAt(pair, "pk")}/view_private_key/`;
  expect(await call("GET", path)).toMatchObject(REFUSED);
});

test("a provider needs none of the rights on what it refers to", async () => {
  const body = await providerBody(asAdministrator);
  const call = allowed("authentik_providers_oauth2.add_oauth2provider");
  expect((await call("POST", "/providers/oauth2/", body)).status).toBe(201);
  await expect(flowPk(call, "default-invalidation-flow")).rejects.toThrow("Not a list");
});

test("a role is made, given permissions and taken them, and listed with them", async () => {
  const role = pkOf(await asAdministrator("POST", "/rbac/roles/", { name: "readers" }));
  const at = `/rbac/permissions/assigned_by_roles/${role}`;
  const permissions = ["authentik_core.view_group", "authentik_flows.view_flow"];
  expect((await asAdministrator("POST", `${at}/assign/`, { permissions })).status).toBe(200);
  const listed = async () =>
    resultsOf(await asAdministrator("GET", `/rbac/permissions/?role=${role}`)).map(
      ({ app_label, codename }) => `${String(app_label)}.${String(codename)}`,
    );
  expect(await listed()).toEqual(permissions);
  const [one] = permissions;
  await asAdministrator("PATCH", `${at}/unassign/`, { permissions: [one] });
  expect(await listed()).toEqual(["authentik_flows.view_flow"]);
  const unknown = await asAdministrator("POST", `${at}/assign/`, { permissions: ["a.b"] });
  expect(unknown.status).toBe(400);
});

test("a service account with a role and a token made by the API does what its role may", async () => {
  const role = pkOf(await asAdministrator("POST", "/rbac/roles/", { name: "readers" }));
  await asAdministrator("POST", `/rbac/permissions/assigned_by_roles/${role}/assign/`, {
    permissions: ["authentik_core.view_group"],
  });
  const account = { username: "reader", name: "", type: "service_account", roles: [role] };
  const user = pkOf(await asAdministrator("POST", "/core/users/", account));
  const token = { identifier: "reader", user: Number(user), intent: "api", expiring: false };
  expect(await asAdministrator("POST", "/core/tokens/", token)).toMatchObject({
    status: 201,
    body: { identifier: "reader", expiring: false, user_obj: { username: "reader" } },
  });
  const key = textAt((await asAdministrator("GET", "/core/tokens/reader/view_key/")).body, "key");
  const call = apiOf({ url: sandbox.url, token: key });
  expect((await call("GET", "/core/groups/")).status).toBe(200);
  expect(await call("GET", "/core/tokens/")).toMatchObject(REFUSED);
  await asAdministrator("DELETE", `/rbac/roles/${role}/`);
  expect(await call("GET", "/core/groups/")).toMatchObject(REFUSED);
});

test("an app password is no token of the API", async () => {
  sandbox.seed({ tokens: [{ key: "app-password", user: "akadmin", intent: "app_password" }] });
  const answer = await apiOf({ url: sandbox.url, token: "app-password" })("GET", "/core/groups/");
  expect(answer).toMatchObject({ status: 403, body: { detail: "Token invalid/expired" } });
});
