import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import { apiOf, pkOf, providerBody, resultsOf, textAt, type Call } from "../api-client";

let sandbox: AuthentikSandbox;
let call: Call;
beforeAll(async () => {
  sandbox = await startAuthentik();
  call = apiOf(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const create = (more = {}) =>
  call("POST", "/core/applications/", { name: "EspoCRM", slug: "espocrm", ...more });
const createProvider = async (more = {}) =>
  call("POST", "/providers/oauth2/", await providerBody(call, more));

test("an application is found by its slug and renamed in place", async () => {
  const { status, body } = await create();
  expect(status).toBe(201);
  const renamed = await call("PUT", "/core/applications/espocrm/", { name: "CRM", slug: "crm" });
  expect(renamed.body).toMatchObject({ pk: body["pk"], name: "CRM", slug: "crm" });
  expect(await call("GET", "/core/applications/espocrm/")).toMatchObject({
    status: 404,
    body: { detail: "No Application matches the given query." },
  });
});

test.each([
  ["token", "The slug 'token' is reserved and cannot be used for applications."],
  ["two words", "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."],
])("the slug %j is refused", async (slug, message) => {
  expect(await create({ slug })).toMatchObject({ status: 400, body: { slug: [message] } });
});

test("reserved slugs are reserved in lower case only", async () => {
  expect((await create({ slug: "Token" })).status).toBe(201);
});

test("slug and provider belong to one application only", async () => {
  await createProvider();
  await create({ provider: 1 });
  expect(await create({ provider: 1 })).toMatchObject({
    status: 400,
    body: {
      slug: ["Application with this slug already exists."],
      provider: ["Application with this provider already exists."],
    },
  });
});

test("the provider names the application that it is assigned to", async () => {
  await createProvider();
  await create({ provider: 1 });
  expect((await call("GET", "/providers/oauth2/1/")).body).toMatchObject({
    assigned_application_slug: "espocrm",
    assigned_application_name: "EspoCRM",
  });
  expect((await call("GET", "/core/applications/espocrm/")).body).toMatchObject({
    provider: 1,
    provider_obj: { pk: 1, assigned_application_slug: "espocrm" },
  });
});

test("optional texts keep their value when a PUT leaves them out, and white space goes", async () => {
  await create({ group: "  Business ", meta_publisher: "EspoCRM, Inc." });
  const { body } = await call("PUT", "/core/applications/espocrm/", {
    name: "EspoCRM",
    slug: "espocrm",
    meta_publisher: "",
  });
  expect(body).toMatchObject({ group: "Business", meta_publisher: "" });
});

test("the launch URL is the given one with the caller filled in", async () => {
  const { body } = await create({ meta_launch_url: "https://crm.example.com/%(username)s" });
  expect(body["launch_url"]).toBe("https://crm.example.com/akadmin");
  await call("PATCH", "/core/applications/espocrm/", {
    meta_launch_url: "https://crm.example.com/a%20b",
  });
  const kept = await call("GET", "/core/applications/espocrm/");
  expect(kept.body["launch_url"]).toBe("https://crm.example.com/a%20b");
});

test("without a launch URL it is the first redirect URI's origin", async () => {
  await createProvider();
  expect((await create({ provider: 1 })).body["launch_url"]).toBe("https://crm.example.com");
  expect((await create({ slug: "bare" })).body["launch_url"]).toBeNull();
});

test("a deleted application takes its bindings and entitlements with it", async () => {
  const app = pkOf(await create());
  const user = sandbox.state.userByName("jane")?.pk;
  const entitlement = textAt(
    (await call("POST", "/core/application_entitlements/", { name: "boss", app })).body,
    "pbm_uuid",
  );
  for (const target of [app, entitlement]) {
    const bound = await call("POST", "/policies/bindings/", { target, user, order: 0 });
    expect(bound.status).toBe(201);
  }
  expect((await call("DELETE", "/core/applications/espocrm/")).status).toBe(204);
  const gone = await call("GET", `/core/application_entitlements/${entitlement}/`);
  expect(gone.status).toBe(404);
  expect(resultsOf(await call("GET", "/policies/bindings/"))).toEqual([]);
});

test("the list shows what the caller has access to; superusers can ask for all", async () => {
  const target = pkOf(await create());
  const user = sandbox.state.userByName("jane")?.pk;
  await call("POST", "/policies/bindings/", { target, user, order: 0 });
  expect(resultsOf(await call("GET", "/core/applications/"))).toEqual([]);
  const all = await call("GET", "/core/applications/?superuser_full_list=true");
  expect(resultsOf(all)).toMatchObject([{ slug: "espocrm" }]);
});

test("entitlements have one name each per application", async () => {
  const app = pkOf(await create());
  await call("POST", "/core/application_entitlements/", { name: "boss", app });
  const second = await call("POST", "/core/application_entitlements/", { name: "boss", app });
  expect(second.body).toEqual({
    non_field_errors: ["The fields app, name must make a unique set."],
  });
});

test("meta_hide exists since 2026.5", async () => {
  expect((await create({ meta_hide: true })).body["meta_hide"]).toBe(true);
  const older = await startAuthentik({ release: "2026.2" });
  try {
    const body = { name: "a", slug: "a", meta_hide: true };
    const answer = await apiOf(older)("POST", "/core/applications/", body);
    expect(answer.status).toBe(201);
    expect(answer.body).not.toHaveProperty("meta_hide");
  } finally {
    await older.close();
  }
});
