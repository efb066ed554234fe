import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import { apiOf, pkOf, providerBody, resultsOf, type Call } from "../api-client";

let sandbox: AuthentikSandbox;
let call: Call;
beforeAll(async () => {
  sandbox = await startAuthentik();
  call = apiOf(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const create = async (more = {}) =>
  call("POST", "/providers/oauth2/", await providerBody(call, more));

test("a provider gets the server's defaults, not those of the admin interface", async () => {
  const { status, body } = await create();
  expect(status).toBe(201);
  expect(body).toMatchObject({
    pk: 1,
    access_code_validity: "minutes=1",
    access_token_validity: "hours=1",
    refresh_token_validity: "days=30",
    refresh_token_threshold: "seconds=0",
    client_type: "confidential",
    sub_mode: "hashed_user_id",
    issuer_mode: "per_provider",
    logout_method: "backchannel",
    logout_uri: "",
    property_mappings: [],
    signing_key: null,
    include_claims_in_id_token: true,
  });
});

test("client ID and client secret are generated unless given", async () => {
  const generated = await create({ client_id: undefined });
  expect(generated.body["client_id"]).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(generated.body["client_secret"]).toMatch(/^[A-Za-z0-9]{128}$/);
  const given = await create({ name: "other", client_id: "other", client_secret: "mine" });
  expect(given.body).toMatchObject({ client_id: "other", client_secret: "mine" });
});

test("a PUT keeps what it does not name and clears what it sets to null", async () => {
  const [key] = resultsOf(await call("GET", "/crypto/certificatekeypairs/?name=EC"));
  const { body } = await create({ client_secret: "mine", logout_uri: "http://crm.example.com/" });
  const path = `/providers/oauth2/${pkOf({ body })}/`;
  await call("PUT", path, await providerBody(call, { signing_key: key?.["pk"] }));
  expect((await call("GET", path)).body).toMatchObject({
    client_secret: "mine",
    logout_uri: "http://crm.example.com/",
    signing_key: key?.["pk"],
  });
  const put = await call("PUT", path, await providerBody(call, { signing_key: null }));
  expect(put.body).toMatchObject({ signing_key: null, client_secret: "mine" });
});

test("PUT needs the required fields, PATCH does not", async () => {
  await create();
  const put = await call("PUT", "/providers/oauth2/1/", { name: "renamed" });
  expect(put.status).toBe(400);
  expect(put.body).toEqual({
    authorization_flow: ["This field is required."],
    invalidation_flow: ["This field is required."],
    redirect_uris: ["This field is required."],
  });
  const patch = await call("PATCH", "/providers/oauth2/1/", { name: "renamed" });
  expect(patch).toMatchObject({ status: 200, body: { name: "renamed", client_id: "espocrm" } });
});

test.each([
  ["name", { name: " " }, ["This field may not be blank."]],
  ["name", { name: null }, ["This field may not be null."]],
  ["name", { name: true }, ["Not a valid string."]],
  [
    "client_id",
    { client_id: "x".repeat(256) },
    ["Ensure this field has no more than 255 characters."],
  ],
  ["sub_mode", { sub_mode: "user_phone" }, ['"user_phone" is not a valid choice.']],
  [
    "access_token_validity",
    { access_token_validity: "10 minutes" },
    ["10 minutes is not in the correct format of 'hours=3;minutes=1'."],
  ],
  [
    "signing_key",
    { signing_key: "00000000-0000-4000-8000-000000000000" },
    ['Invalid pk "00000000-0000-4000-8000-000000000000" - object does not exist.'],
  ],
  ["signing_key", { signing_key: "EC" }, ["“EC” is not a valid UUID."]],
  [
    "property_mappings",
    { property_mappings: "openid" },
    ['Expected a list of items but got type "str".'],
  ],
  ["logout_uri", { logout_uri: "crm.example.com" }, ["Enter a valid URL."]],
  [
    "redirect_uris",
    { redirect_uris: [{ matching_mode: "regex", url: "https://(" }] },
    ["Invalid Regex Pattern: https://("],
  ],
  [
    "redirect_uris",
    { redirect_uris: [{ matching_mode: "strict", url: "x" }, { url: "y" }] },
    [{}, { matching_mode: ["This field is required."] }],
  ],
  ["grant_types", { grant_types: [] }, ["This list may not be empty."]],
  ["grant_types", { grant_types: ["code"] }, { 0: ['"code" is not a valid choice.'] }],
])("a wrong %s is refused: %j", async (field, more, messages) => {
  const { status, body } = await create(more);
  expect(status).toBe(400);
  expect(body).toEqual({ [field]: messages });
});

test("client ID and name are unique, also towards oneself after a PUT", async () => {
  await create();
  const second = await create();
  expect(second.body).toEqual({
    name: ["provider with this name already exists."],
    client_id: ["OAuth2/OpenID Provider with this Client ID already exists."],
  });
  const same = await call("PUT", "/providers/oauth2/1/", await providerBody(call));
  expect(same.status).toBe(200);
});

test("without an application, setup_urls has no issuer and no jwks", async () => {
  await create();
  const { status, body } = await call("GET", "/providers/oauth2/1/setup_urls/");
  expect(status).toBe(200);
  expect(body).toEqual({
    issuer: null,
    authorize: `${sandbox.url}/application/o/authorize/`,
    token: `${sandbox.url}/application/o/token/`,
    user_info: `${sandbox.url}/application/o/userinfo/`,
    provider_info: null,
    logout: null,
    dcr_registration: null,
  });
});

test("setup_urls are below the address that the caller used", async () => {
  await create();
  await call("POST", "/core/applications/", { name: "EspoCRM", slug: "crm", provider: 1 });
  const { body } = await call("GET", "/providers/oauth2/1/setup_urls/", undefined, {
    "x-forwarded-proto": "https",
    "x-forwarded-host": "authentik.example.com",
  });
  expect(body).toMatchObject({
    issuer: "https://authentik.example.com/application/o/crm/",
    provider_info:
      "https://authentik.example.com/application/o/crm/.well-known/openid-configuration",
    logout: "https://authentik.example.com/application/o/crm/end-session/",
    jwks: "https://authentik.example.com/application/o/crm/jwks/",
  });
});

test("the global issuer is the server itself, even without an application", async () => {
  await create({ issuer_mode: "global" });
  const { body } = await call("GET", "/providers/oauth2/1/setup_urls/");
  expect(body["issuer"]).toBe(`${sandbox.url}/`);
});

test("a deleted provider is gone, and its application has none", async () => {
  await create();
  await call("POST", "/core/applications/", { name: "EspoCRM", slug: "crm", provider: 1 });
  const gone = await call("DELETE", "/providers/oauth2/1/");
  expect(gone).toMatchObject({ status: 204, text: "" });
  expect(await call("GET", "/providers/oauth2/1/")).toMatchObject({
    status: 404,
    body: { detail: "No OAuth2Provider matches the given query." },
  });
  const { body } = await call("GET", "/core/applications/crm/");
  expect(body).toMatchObject({ provider: null, provider_obj: null });
});

test("numbers of deleted providers are not used again", async () => {
  await create();
  await call("DELETE", "/providers/oauth2/1/");
  expect((await create()).body["pk"]).toBe(2);
});

describe("release lines", () => {
  test("2026.5: an API-made provider allows no grant, and redirect URIs are typed", async () => {
    const { body } = await create();
    expect(body["grant_types"]).toEqual([]);
    expect(body["redirect_uris"]).toEqual([
      {
        matching_mode: "strict",
        url: "https://crm.example.com/oauth-callback.php",
        redirect_uri_type: "authorization",
      },
    ]);
    const typed = await create({
      name: "typed",
      client_id: "typed",
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: [{ matching_mode: "strict", url: "x", redirect_uri_type: "logout" }],
    });
    expect(typed.body).toMatchObject({
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: [{ redirect_uri_type: "logout" }],
    });
  });

  const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

  test("2026.8: tokens may be exchanged, and answers have what its API's schema demands", async () => {
    const newest = await startAuthentik({ release: "2026.8" });
    const before = await startAuthentik({ release: "2026.5" });
    try {
      const grants = { grant_types: [EXCHANGE] };
      const [newCall, oldCall] = [apiOf(newest), apiOf(before)];
      const made = await newCall("POST", "/providers/oauth2/", await providerBody(newCall, grants));
      expect(made.body).toMatchObject(grants);
      const pk = String(made.body["pk"]);
      const urls = await newCall("GET", `/providers/oauth2/${pk}/setup_urls/`);
      expect(urls.body).toHaveProperty("dcr_registration", null);
      const application = await newCall("POST", "/core/applications/", { name: "A", slug: "a" });
      expect(application.body["pbm_uuid"]).toBe(application.body["pk"]);
      const { status } = await oldCall(
        "POST",
        "/providers/oauth2/",
        await providerBody(oldCall, grants),
      );
      expect(status).toBe(400);
    } finally {
      await newest.close();
      await before.close();
    }
  });

  test("2026.2: neither is known, and what names them is not refused", async () => {
    const older = await startAuthentik({ release: "2026.2" });
    try {
      const oldCall = apiOf(older);
      const { status, body } = await oldCall(
        "POST",
        "/providers/oauth2/",
        await providerBody(oldCall, {
          grant_types: ["nonsense"],
          redirect_uris: [{ matching_mode: "strict", url: "x", redirect_uri_type: "nonsense" }],
        }),
      );
      expect(status).toBe(201);
      expect(body).not.toHaveProperty("grant_types");
      expect(body["redirect_uris"]).toEqual([{ matching_mode: "strict", url: "x" }]);
    } finally {
      await older.close();
    }
  });
});
