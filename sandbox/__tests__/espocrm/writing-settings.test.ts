import { startEspoCrm, type EspoCrmSandbox } from "../../espocrm";
import { ADMIN, API_KEY, basic, call, put, REGULAR } from "./espocrm-client";

let espocrm: EspoCrmSandbox;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 1);
  espocrm = await startEspoCrm({ now: () => now });
});
afterEach(() => espocrm.close());

const JSON_TYPE = { "content-type": "application/json" };

test("a write keeps all other settings and answers with all of them", async () => {
  const before = espocrm.settings();
  const answer = await put(espocrm, { oidcClientId: "espocrm" });
  expect(answer.status).toBe(200);
  expect(answer.json()).toEqual({ ...before, oidcClientId: "espocrm" });
});

test("every write raises the cache timestamp, even of nothing", async () => {
  now += 5_000;
  const answer = await put(espocrm, {});
  expect(answer.json()["cacheTimestamp"]).toBe(now / 1000);
  expect(answer.json()["microtimeState"]).toBe(now / 1000);
  expect(answer.json()["microtime"]).toBe(now / 1000 - 5);
});

test("writing the secret alone leaves the main configuration's timestamp", async () => {
  const before = espocrm.settings()["microtime"];
  now += 5_000;
  expect((await put(espocrm, { oidcClientSecret: "x" })).json()["microtime"]).toBe(before);
  expect((await put(espocrm, { oidcClientId: "x" })).json()["microtime"]).toBe(now / 1000);
});

test("the path may have an id", async () => {
  const headers = { ...ADMIN, ...JSON_TYPE };
  await call(espocrm, "PUT", "Settings/1", headers, '{"oidcClientId":"espocrm"}');
  expect(espocrm.settings()["oidcClientId"]).toBe("espocrm");
});

test("an unknown key is stored, shown to users, and can be set null but never removed", async () => {
  await put(espocrm, { oidcCleintId: "espocrm", myOwn: 1 });
  const seen = async (): Promise<unknown> =>
    (await call(espocrm, "GET", "Settings", REGULAR)).json()["myOwn"];
  expect(await seen()).toBe(1);
  await put(espocrm, { myOwn: null });
  expect(await seen()).toBeNull();
});

test("what EspoCRM keeps to itself is left out without a word", async () => {
  const answer = await put(espocrm, {
    loginData: 1,
    defaultFileStorage: "x",
    restrictedMode: true,
  });
  expect(answer.status).toBe(200);
  expect(answer.json()).toMatchObject({ defaultFileStorage: "EspoUploadDir" });
  expect(answer.json()).not.toHaveProperty("loginData");
  expect(answer.json()).not.toHaveProperty("restrictedMode");
});

describe("methods", () => {
  test.each([
    ["PATCH", "Settings", "Action PATCH 'patch' does not exist in controller 'Settings'."],
    ["PATCH", "Settings/1", "Action PATCH 'update' does not exist in controller 'Settings'."],
    ["DELETE", "Settings/1", "Action DELETE 'delete' does not exist in controller 'Settings'."],
    ["POST", "Settings", "Action POST 'create' does not exist in controller 'Settings'."],
  ])("%s %s does not exist, for nobody", async (method, path, reason) => {
    for (const who of [ADMIN, REGULAR, API_KEY]) {
      const answer = await call(espocrm, method, path, { ...who, ...JSON_TYPE }, "{}");
      expect([answer.status, answer.reason]).toEqual([404, reason]);
    }
    expect((await call(espocrm, method, path)).status).toBe(401);
  });
});

describe("who may write", () => {
  test.each([
    ["a regular user", REGULAR, 403, "", null],
    ["an api user", API_KEY, 403, "", null],
    ["a wrong password", basic("admin", "wrong"), 401, null, null],
    ["a wrong API key", { "x-api-key": "wrong" }, 401, null, null],
    ["nobody", {}, 401, null, 'Basic realm=""'],
  ])("%s may not", async (_who, headers, status, reason, challenge) => {
    const answer = await put(espocrm, { oidcClientId: "espocrm" }, headers);
    expect(answer).toMatchObject({ status, reason, text: "" });
    expect(answer.headers.get("www-authenticate")).toBe(challenge);
    expect(espocrm.settings()).not.toHaveProperty("oidcClientId");
  });
});

describe("bodies", () => {
  const send = (body: string, type?: string): ReturnType<typeof call> =>
    call(espocrm, "PUT", "Settings", { ...ADMIN, ...(type ? { "content-type": type } : {}) }, body);

  test.each(["application/json", "application/json; charset=utf-8", "Application/JSON"])(
    "%s is read",
    async (type) => {
      await send('{"oidcClientId":"espocrm"}', type);
      expect(espocrm.settings()["oidcClientId"]).toBe("espocrm");
    },
  );

  test.each(["text/plain", "application/x-www-form-urlencoded", "application/merge-patch+json"])(
    "%s is answered 200 and changes nothing",
    async (type) => {
      expect((await send('{"oidcClientId":"espocrm"}', type)).status).toBe(200);
      expect(espocrm.settings()).not.toHaveProperty("oidcClientId");
    },
  );

  test("an empty body is answered 200 and changes nothing", async () => {
    expect((await send("", "application/json")).status).toBe(200);
  });

  test("JSON that cannot be read is 500 without a reason", async () => {
    const answer = await send('{"oidcClientId":', "application/json");
    expect(answer).toMatchObject({ status: 500, reason: null, text: "" });
  });

  test.each(["null", '"x"', "5"])("%s is not an object", async (body) => {
    const answer = await send(body, "application/json");
    expect(answer).toMatchObject({ status: 400, reason: "Body is not a JSON object." });
  });

  test("a list is stored under the key list", async () => {
    expect((await send("[1]", "application/json")).json()["list"]).toEqual([1]);
  });
});

describe("validation", () => {
  const long = (length: number): string => "ü".repeat(length);
  const endpoint = "oidcTokenEndpoint";

  test("names the field and the failed check, and stores nothing of the whole write", async () => {
    const answer = await put(espocrm, { oidcClientId: "espocrm", oidcScopes: "openid" });
    expect(answer).toMatchObject({
      status: 400,
      reason: "Field validation failure; entityType: Settings, field: oidcScopes, type: array.",
      text: '{"messageTranslation":{"label":"validationFailure","scope":null,"data":{"field":"oidcScopes","type":"array"}}}',
    });
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(espocrm.settings()).not.toHaveProperty("oidcClientId");
  });

  test.each([
    ["oidcClientId", long(256), "maxLength"],
    ["oidcUsernameClaim", long(256), "maxLength"],
    ["oidcGroupClaim", long(256), "maxLength"],
    ["oidcLogoutUrl", long(256), "maxLength"],
    ["siteUrl", long(256), "maxLength"],
    ["authenticationMethod", long(256), "maxLength"],
    ["oidcClientSecret", long(256), "maxLength"],
    ["oidcClientSecret", 5, "valid"],
    [endpoint, `https://idp.local/${long(238)}`, "maxLength"],
    [endpoint, "", "valid"],
    [endpoint, "not a url", "valid"],
    [endpoint, "ftp://", "valid"],
    [endpoint, " https://idp.local/token", "valid"],
    [endpoint, "https://idp.local/to ken", "valid"],
    [endpoint, 5, "valid"],
    [endpoint, "http://[::1]:8092/x", "valid"],
    [endpoint, "http://localhost:8092/x", "valid"],
    [endpoint, "http://keycloak:8080/x", "valid"],
    [endpoint, "https://idp/x", "valid"],
    ["oidcJwtSignatureAlgorithmList", ["RS256", "ES256"], "valid"],
    ["oidcJwtSignatureAlgorithmList", "RS256", "array"],
    ["oidcScopes", { openid: true }, "array"],
    ["oidcScopes", ["openid", 5], "arrayOfString"],
    ["oidcScopes", [long(101)], "maxItemLength"],
    ["oidcAuthorizationPrompt", null, "valid"],
    ["oidcAuthorizationPrompt", "", "valid"],
    ["oidcAuthorizationPrompt", "always", "valid"],
  ])("%s refuses %j", async (field, value, type) => {
    const before = espocrm.settings();
    const answer = await put(espocrm, { [field]: value });
    expect(answer).toMatchObject({
      status: 400,
      reason: `Field validation failure; entityType: Settings, field: ${field}, type: ${type}.`,
    });
    expect(espocrm.settings()).toEqual(before);
  });

  test.each([
    ["oidcClientId", long(255)],
    ["oidcClientId", " not trimmed "],
    ["oidcClientId", ["x"]],
    ["oidcClientId", {}],
    ["oidcClientId", true],
    ["oidcClientId", null],
    ["oidcClientId", ""],
    ["oidcLogoutUrl", "not a url"],
    [endpoint, null],
    [endpoint, "http://127.0.0.1:8092/token"],
    [endpoint, "http://host.docker.internal/token"],
    [endpoint, "https://a_b.example.com/token#fragment"],
    [endpoint, "https://user:pw@idp.local:1234/token"],
    [endpoint, "idp.example.com/token"],
    ["oidcJwtSignatureAlgorithmList", []],
    ["oidcJwtSignatureAlgorithmList", null],
    ["oidcJwtSignatureAlgorithmList", ["RS512", "HS256"]],
    ["oidcScopes", ["anything"]],
    ["oidcAuthorizationPrompt", "login"],
    ["oidcFallback", "yes"],
    ["oidcCreateUser", []],
    ["oidcTeamsIds", ["no-such-team"]],
    ["oidcTeamsColumns", { t: { group: "crm" } }],
    ["oidcAuthorizationMaxAge", "x"],
  ])("%s stores %j as it is", async (field, value) => {
    const answer = await put(espocrm, { [field]: value });
    expect(answer.status).toBe(200);
    expect(answer.json()[field]).toEqual(value);
  });

  test.each([null, ""])("the client secret may be %j", async (value) => {
    await put(espocrm, { oidcClientSecret: "x" });
    expect((await put(espocrm, { oidcClientSecret: value })).status).toBe(200);
    expect(espocrm.clientSecret()).toBe(value);
  });
});
