import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import { apiOf, pkOf, resultsOf, type Call } from "../api-client";

let sandbox: AuthentikSandbox;
let call: Call;
beforeAll(async () => {
  sandbox = await startAuthentik();
  call = apiOf(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const groupPk = (name: string) => sandbox.state.groupByName(name)?.pk ?? "";
const userPk = (name: string) => sandbox.state.userByName(name)?.pk ?? 0;

test("a group is found by its exact name, without users if so asked", async () => {
  const query = "include_children=false&include_users=false&name=crm-users";
  const answer = await call("GET", `/core/groups/?${query}`);
  expect(resultsOf(answer)).toMatchObject([{ name: "crm-users", users_obj: null }]);
  const withUsers = await call("GET", `/core/groups/${groupPk("crm-users")}/`);
  expect(withUsers.body["users_obj"]).toMatchObject([{ username: "jane" }, { username: "admin" }]);
});

test("members and groups below appear on both sides", async () => {
  const parent = groupPk("crm-users");
  const created = await call("POST", "/core/groups/", {
    name: "support",
    parents: [parent],
    users: [userPk("guest")],
  });
  expect(created).toMatchObject({ status: 201, body: { users: [userPk("guest")] } });
  const pk = pkOf(created);
  expect((await call("GET", `/core/users/${userPk("guest")}/`)).body["groups"]).toEqual([pk]);
  const above = await call("GET", `/core/groups/${parent}/?include_children=true`);
  expect(above.body["children"]).toContain(pk);
  expect(above.body["children_obj"]).toContainEqual({
    pk,
    group_uuid: pk,
    name: "support",
    is_superuser: false,
    attributes: {},
  });
  await call("PUT", `/core/groups/${pk}/`, { name: "support", users: [] });
  expect((await call("GET", `/core/users/${userPk("guest")}/`)).body["groups"]).toEqual([]);
});

test("a group may be its own parent, and its name is its own", async () => {
  const pk = groupPk("crm-users");
  const put = await call("PUT", `/core/groups/${pk}/`, { name: "crm-users", parents: [pk] });
  // As recorded of 2026.2.2 ("group parent self", "group create dup").
  expect([put.status, put.body["parents"]]).toEqual([200, [pk]]);
  const post = await call("POST", "/core/groups/", { name: "crm-users" });
  expect(post.body).toEqual({ name: ["Group with this name already exists."] });
});

test("a deleted group is left by its members", async () => {
  await call("DELETE", `/core/groups/${groupPk("crm-users")}/`);
  expect((await call("GET", `/core/users/${userPk("jane")}/`)).body["groups"]).toEqual([]);
  expect((await call("GET", `/core/groups/${groupPk("sales")}/`)).body["parents"]).toEqual([]);
});

test("a user is found by name; passwords are set but never shown", async () => {
  const created = await call("POST", "/core/users/", {
    username: "john",
    name: "",
    type: "internal",
    groups: [groupPk("sales")],
  });
  expect(created).toMatchObject({ status: 201, body: { path: "users", is_active: true } });
  const set = await call("POST", `/core/users/${pkOf(created)}/set_password/`, {
    password: "s3cret",
  });
  expect(set.status).toBe(204);
  expect(sandbox.state.userByName("john")?.password).toBe("s3cret");
  const found = await call("GET", "/core/users/?include_groups=true&username=john");
  expect(resultsOf(found)).toMatchObject([{ username: "john", groups_obj: [{ name: "sales" }] }]);
  expect(found.text).not.toContain("s3cret");
});

test.each([
  [{ username: "jane", name: "" }, { username: ["This field must be unique."] }],
  [
    { username: "x".repeat(151), name: "" },
    { username: ["Ensure this field has no more than 150 characters."] },
  ],
  [{ username: "x", name: "", email: "x" }, { email: ["Enter a valid email address."] }],
  [{ username: "x" }, { name: ["This field is required."] }],
  [
    { username: "x", name: "", attributes: [] },
    { attributes: ["Value must be a dictionary, and not have any duplicate keys."] },
  ],
])("the user %j is refused", async (user, errors) => {
  expect(await call("POST", "/core/users/", user)).toMatchObject({ status: 400, body: errors });
});

test("superusers are those in a superuser group, at any height", async () => {
  const admins = groupPk("authentik Admins");
  await call("PATCH", `/core/groups/${groupPk("crm-users")}/`, { parents: [admins] });
  const { body } = await call("GET", `/core/users/${userPk("sam")}/`);
  expect(body["is_superuser"]).toBe(true);
});
