import { startAuthentik, type AuthentikSandbox } from "../../authentik";
import { apiOf, pkOf, resultsOf, textAt } from "./api-client";

let sandbox: AuthentikSandbox;
beforeAll(async () => {
  sandbox = await startAuthentik({ token: "given-token" });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const post = (path: string, body: unknown) =>
  fetch(sandbox.url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const fingerprint = async () =>
  textAt(
    resultsOf(await apiOf(sandbox)("GET", "/crypto/certificatekeypairs/?name=EC"))[0],
    "fingerprint_sha256",
  );

test("the given token is the administrator's", async () => {
  expect(sandbox.token).toBe("given-token");
  expect((await apiOf(sandbox)("GET", "/core/users/")).status).toBe(200);
});

test("a reset forgets what came since the start, and keeps ids, keys and tokens", async () => {
  const call = apiOf(sandbox);
  const before = await fingerprint();
  const group = sandbox.state.groupByName("crm-users")?.pk;
  const created = pkOf(await call("POST", "/core/groups/", { name: "new" }));
  await call("DELETE", `/core/groups/${group ?? ""}/`);
  sandbox.reset();
  expect((await call("GET", `/core/groups/${created}/`)).status).toBe(404);
  expect(sandbox.state.groupByName("crm-users")?.pk).toBe(group);
  expect(await fingerprint()).toBe(before);
});

test("seeded objects have the same ids in every sandbox", async () => {
  const other = await startAuthentik();
  await other.close();
  expect([...other.state.flows.keys()]).toEqual([...sandbox.state.flows.keys()]);
});

test("seeding adds, and replaces what has the same name", () => {
  const jane = sandbox.state.userByName("jane");
  sandbox.seed({
    groups: [{ name: "press" }],
    users: [{ username: "jane", groups: ["press"], isActive: false }],
  });
  expect(sandbox.state.userByName("jane")).toMatchObject({ pk: jane?.pk, is_active: false });
  expect(sandbox.state.membersOf(sandbox.state.groupByName("press")?.pk ?? "")).toHaveLength(1);
});

test("a seed that names an unknown group is refused", () => {
  expect(() => sandbox.seed({ users: [{ username: "x", groups: ["nowhere"] }] })).toThrow(
    'The seed names a group "nowhere" that does not exist.',
  );
});

test("another process can seed and reset", async () => {
  expect((await post("/sandbox/seed", { groups: [{ name: "press" }] })).status).toBe(200);
  expect(sandbox.state.groupByName("press")).toBeDefined();
  expect((await post("/sandbox/seed", { teams: [] })).status).toBe(400);
  await post("/sandbox/reset", {});
  expect(sandbox.state.groupByName("press")).toBeUndefined();
});

test("own seeds take the place of the example ones", async () => {
  const own = await startAuthentik({ seed: { groups: [{ name: "only" }] } });
  try {
    const names = [...own.state.groups.values()].map(({ name }) => name);
    expect(names).toEqual(["authentik Admins", "only"]);
  } finally {
    await own.close();
  }
});

test("the public address is the listening one unless another is given", async () => {
  expect(sandbox.publicUrl).toBe(sandbox.url);
  const other = await startAuthentik({ publicUrl: "https://sso.example.com" });
  await other.close();
  expect(other.publicUrl).toBe("https://sso.example.com");
});

test("before the blueprints have run there are neither flows nor scopes nor keys", async () => {
  const fresh = await startAuthentik({ shipped: false, seed: {} });
  try {
    const call = apiOf(fresh);
    for (const path of [
      "/flows/instances/?slug=default-provider-invalidation-flow",
      "/propertymappings/provider/scope/",
      "/crypto/certificatekeypairs/?name=authentik+Self-signed+Certificate",
    ]) {
      expect(resultsOf(await call("GET", path))).toEqual([]);
    }
  } finally {
    await fresh.close();
  }
});

test("requests are journaled and faults shown, as by every sandbox server", async () => {
  const call = apiOf(sandbox);
  const before = sandbox.journal.list().length;
  const remove = sandbox.faults.add({ effect: { kind: "answer", status: 502 } });
  expect((await call("GET", "/core/users/")).status).toBe(502);
  remove();
  await call("GET", "/core/users/");
  const seen = sandbox.journal.list().slice(before);
  expect(seen).toMatchObject([
    { url: "/api/v3/core/users/", status: 502 },
    { url: "/api/v3/core/users/", status: 200, headers: { authorization: "Bearer …" } },
  ]);
});
