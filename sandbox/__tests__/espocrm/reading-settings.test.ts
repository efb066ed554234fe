import { startEspoCrm, type EspoCrmSandbox } from "../../espocrm";
import { ADMIN, API_KEY, basic, call, espo, put, REGULAR } from "./espocrm-client";

let espocrm: EspoCrmSandbox;

beforeEach(async () => {
  espocrm = await startEspoCrm();
});
afterEach(() => espocrm.close());

const keysFor = async (headers: Record<string, string>): Promise<string[]> => {
  const answer = await call(espocrm, "GET", "Settings", headers);
  expect(answer.status).toBe(200);
  return Object.keys(answer.json());
};

test("an administrator reads the 171 settings of a fresh installation", async () => {
  const keys = await keysFor(ADMIN);
  expect(keys).toHaveLength(171);
  expect(keys.filter((key) => key.startsWith("oidc")).sort()).toEqual([
    "oidcAuthorizationPrompt",
    "oidcFallback",
    "oidcJwtSignatureAlgorithmList",
    "oidcScopes",
    "oidcUsernameClaim",
  ]);
});

test("the answer is as long, byte for byte, as that of the real server", async () => {
  const twin = await startEspoCrm({
    siteUrl: "http://127.0.0.1:8090",
    now: () => 1795468042830.469,
  });
  // The recorded server ran from source, where the version is a placeholder.
  twin.seed({ settings: { version: "@@version" } });
  try {
    expect((await call(twin, "GET", "Settings", ADMIN)).text).toHaveLength(6334);
    expect((await call(twin, "GET", "Settings")).text).toHaveLength(380);
    const written = await put(twin, {
      authenticationMethod: "Oidc",
      oidcAllowAdminUser: true,
      oidcAuthorizationEndpoint: "https://authentik.company/application/o/authorize/",
      oidcClientId: "espocrm",
      oidcFallback: true,
      oidcJwksEndpoint: "https://authentik.company/application/o/espocrm/jwks/",
      oidcLogoutUrl: "https://authentik.company/application/o/espocrm/end-session/",
      oidcScopes: ["openid", "profile", "email"],
      oidcTokenEndpoint: "https://authentik.company/application/o/token/",
      oidcUserInfoEndpoint: "https://authentik.company/application/o/userinfo/",
      oidcUsernameClaim: "sub",
    });
    expect(written.text).toHaveLength(6887);
  } finally {
    await twin.close();
  }
});

test("nobody in particular reads the 16 public ones", async () => {
  expect((await keysFor({})).sort()).toEqual([
    "aclAllowDeleteCreated",
    "appTimestamp",
    "applicationName",
    "cacheTimestamp",
    "dateFormat",
    "decimalMark",
    "language",
    "logoSrc",
    "siteUrl",
    "theme",
    "thousandSeparator",
    "timeFormat",
    "timeZone",
    "useCache",
    "useWebSocket",
    "weekStart",
  ]);
});

test.each([
  ["a wrong password", basic("admin", "wrong")],
  ["an unknown user", basic("nobody", "x")],
  ["a wrong password in Espo-Authorization", espo("admin", "wrong")],
  ["an unknown API key", { "x-api-key": "wrong" }],
])("%s is answered 200 with the public settings, and counts as failed", async (_what, headers) => {
  expect(await keysFor(headers)).toHaveLength(16);
  expect(espocrm.state.loginLog.failed()).toHaveLength(1);
});

test.each([
  ["a regular user", REGULAR],
  ["an api user", API_KEY],
])("%s reads 111, without any that is about logging in", async (_who, headers) => {
  const keys = await keysFor(headers);
  expect(keys).toHaveLength(111);
  expect(keys.filter((key) => /^(oidc|ldap|smtp|authenticationMethod)/.test(key))).toEqual([]);
});

test("with OpenID Connect everybody is also told how to log in", async () => {
  const written = await put(espocrm, { authenticationMethod: "Oidc", oidcFallback: "false" });
  const loginData = {
    handler: "handlers/login/oidc",
    // PHP takes the text "false" for true.
    fallback: true,
    method: "Oidc",
    data: {},
  };
  expect(written.json()["loginData"]).toEqual(loginData);
  const answer = await call(espocrm, "GET", "Settings");
  expect(answer.json()["loginData"]).toEqual(loginData);
  expect(Object.keys(answer.json())).toHaveLength(17);
});

test("the client secret is shown to nobody", async () => {
  const written = await put(espocrm, { oidcClientSecret: "s3cr3t", smtpPassword: "s3cr3t" });
  const read = await call(espocrm, "GET", "Settings", ADMIN);
  const state = await (await fetch(`${espocrm.url}/sandbox/state`)).text();
  const requests = await (await fetch(`${espocrm.url}/sandbox/requests`)).text();
  expect([written.text, read.text, state].join()).not.toContain("s3cr3t");
  expect(requests).not.toContain('oidcClientSecret\\":\\"s3cr3t');
  expect(JSON.stringify(espocrm.settings())).not.toContain("s3cr3t");
  expect(espocrm.clientSecret()).toBe("s3cr3t");
  expect(state).toContain('"hasClientSecret":true');
});

test("the answer is plain JSON with escaped slashes and may not be cached", async () => {
  await put(espocrm, { applicationName: "Vertrieb für Łódź 🚀" });
  const { text, headers } = await call(espocrm, "GET", "Settings");
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("cache-control")).toContain("no-store");
  expect(headers.get("x-app-timestamp")).toMatch(/^\d{10}$/);
  expect(text).toContain('"logoSrc":"client\\/img\\/logo-light.svg"');
  expect(text).toContain("f\\u00fcr \\u0141\\u00f3d\\u017a \\ud83d\\ude80");
});

test("reading by an id works, logged in only", async () => {
  expect((await call(espocrm, "GET", "Settings/1", ADMIN)).status).toBe(200);
  expect((await call(espocrm, "GET", "Settings/1")).status).toBe(401);
});

test("HEAD is refused, and names are taken literally", async () => {
  const head = await call(espocrm, "HEAD", "Settings", ADMIN);
  expect([head.status, head.reason]).toEqual([400, "No action for method `HEAD`."]);
  expect((await call(espocrm, "GET", "Settings/", ADMIN)).status).toBe(404);
});
