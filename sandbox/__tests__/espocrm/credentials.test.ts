import { startEspoCrm, type EspoCrmSandbox } from "../../espocrm";
import { ADMIN, API_KEY, basic, call, espo, logIn, put, REGULAR } from "./espocrm-client";

let espocrm: EspoCrmSandbox;

beforeEach(async () => {
  espocrm = await startEspoCrm();
});
afterEach(() => espocrm.close());

const whoAmI = async (headers: Record<string, string>): Promise<unknown> => {
  const answer = await call(espocrm, "GET", "App/user", headers);
  return answer.status === 200 ? answer.json()["user"] : answer.status;
};

describe("App/user", () => {
  test.each([
    ["an administrator", ADMIN, { userName: "admin", type: "admin" }],
    ["a regular user", REGULAR, { userName: "user1", type: "regular", name: "Una User" }],
    ["an api user", API_KEY, { userName: "api1", type: "api" }],
  ])("tells %s who they are, without credentials", async (_who, headers, user) => {
    const answer = await call(espocrm, "GET", "App/user", headers);
    expect(answer.status).toBe(200);
    expect(answer.json()["user"]).toMatchObject(user);
    expect(answer.json()["settings"]).toHaveProperty("siteUrl", espocrm.url);
    expect(answer.text).not.toMatch(/-password|-key/);
  });

  test("is 401 with wrong credentials", async () => {
    expect(await whoAmI(basic("admin", "wrong"))).toBe(401);
    expect(await whoAmI(basic("admin", "user1-password"))).toBe(401);
    expect(await whoAmI({ "x-api-key": "wrong" })).toBe(401);
  });

  test("is 401 for an inactive user", async () => {
    espocrm.seed({ users: [{ userName: "gone", password: "p", isActive: false }] });
    expect(await whoAmI(basic("gone", "p"))).toBe(401);
    expect(espocrm.state.loginLog.failed()).toMatchObject([{ userName: "gone" }]);
  });

  test("takes names in any case, and no blanks around name and password", async () => {
    expect(await whoAmI(basic(" ADMIN ", " admin-password "))).toMatchObject({ userName: "admin" });
  });

  test("lets no api user in by password", async () => {
    espocrm.seed({ users: [{ userName: "api2", type: "api", password: "p", apiKey: "k" }] });
    expect(await whoAmI(basic("api2", "p"))).toBe(401);
  });
});

describe("precedence", () => {
  test("Espo-Authorization wins over X-Api-Key and Basic", async () => {
    const headers = { ...espo("user1", "user1-password"), ...API_KEY, ...ADMIN };
    expect(await whoAmI(headers)).toMatchObject({ userName: "user1" });
    expect(await whoAmI({ ...espo("user1", "wrong"), ...API_KEY, ...ADMIN })).toBe(401);
  });

  test("X-Api-Key wins over Basic", async () => {
    expect(await whoAmI({ ...API_KEY, ...ADMIN })).toMatchObject({ userName: "api1" });
  });
});

describe("what cannot be read", () => {
  test("Espo-Authorization without a colon is 400, even where no log-in is needed", async () => {
    const headers = { "espo-authorization": Buffer.from("admin").toString("base64") };
    const reason = "Auth: Bad authorization string provided.";
    expect(await call(espocrm, "GET", "App/user", headers)).toMatchObject({ status: 400, reason });
    expect(await call(espocrm, "GET", "Settings", headers)).toMatchObject({ status: 400, reason });
  });

  test.each([
    ["Bearer", "Bearer abc"],
    ["Basic without a colon", `Basic ${Buffer.from("admin").toString("base64")}`],
    ["Basic with an empty password", `Basic ${Buffer.from("admin:").toString("base64")}`],
  ])("%s counts as none: 401 with a challenge, nothing logged", async (_what, authorization) => {
    const answer = await call(espocrm, "GET", "App/user", { authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe('Basic realm=""');
    expect(espocrm.state.loginLog.list()).toEqual([]);
  });

  test("a script gets no challenge", async () => {
    const headers = { "x-requested-with": "XMLHttpRequest" };
    const answer = await call(espocrm, "GET", "App/user", headers);
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, null]);
  });
});

/** What works in which state of the settings: who reads App/user, who writes. */
describe.each([
  { state: {}, admin: 200, token: 200, apiKey: 200, regular: 200 },
  {
    state: { authenticationMethod: "Oidc", oidcFallback: true },
    admin: 200,
    token: 200,
    apiKey: 200,
    regular: 401,
  },
  {
    state: {
      authenticationMethod: "Oidc",
      oidcFallback: true,
      oidcAllowRegularUserFallback: true,
    },
    admin: 200,
    token: 200,
    apiKey: 200,
    regular: 200,
  },
  {
    state: {
      authenticationMethod: "Oidc",
      oidcFallback: false,
      oidcAllowAdminUser: true,
      oidcAllowRegularUserFallback: true,
    },
    admin: 401,
    token: 200,
    apiKey: 200,
    regular: 401,
  },
  {
    state: { authenticationMethod: "LDAP" },
    admin: 200,
    token: 200,
    apiKey: 200,
    regular: 401,
  },
  {
    state: { authenticationMethod: "ApiKey" },
    admin: 401,
    token: 401,
    apiKey: 200,
    regular: 401,
  },
  ...["Nope", "oidc", ""].map((authenticationMethod) => ({
    state: { authenticationMethod },
    admin: 500,
    token: 500,
    apiKey: 200,
    regular: 500,
  })),
])("with $state", ({ state, admin, token, apiKey, regular }) => {
  test("each credential does what it does", async () => {
    const text = await logIn(espocrm);
    expect((await put(espocrm, state)).status).toBe(200);
    const tokenHeaders = [
      basic("admin", text),
      { ...espo("admin", text), "espo-authorization-by-token": "true" },
      { cookie: `auth-token=${text}` },
    ];
    const statusOf = async (headers: Record<string, string>): Promise<number> =>
      (await call(espocrm, "GET", "App/user", headers)).status;

    expect(await statusOf(ADMIN)).toBe(admin);
    expect(await statusOf(espo("admin", "admin-password"))).toBe(admin);
    expect((await put(espocrm, {}, ADMIN)).status).toBe(admin);
    for (const headers of tokenHeaders) {
      expect(await statusOf(headers)).toBe(token);
      expect((await put(espocrm, {}, headers)).status).toBe(token);
    }
    expect(await statusOf(API_KEY)).toBe(apiKey);
    expect((await put(espocrm, {}, API_KEY)).status).toBe(403);
    expect(await statusOf(REGULAR)).toBe(regular);

    const settings = await call(espocrm, "GET", "Settings", ADMIN);
    const isPublic = admin === 401;
    expect(settings.status).toBe(isPublic ? 200 : admin);
    if (settings.status === 200) {
      expect("authenticationMethod" in settings.json()).toBe(!isPublic);
    }
  });
});

test("a null authentication method is stored, answered 500, and locks everybody out", async () => {
  expect(await put(espocrm, { authenticationMethod: null })).toMatchObject({
    status: 500,
    reason: null,
    text: "",
  });
  expect(espocrm.settings()["authenticationMethod"]).toBeNull();
  expect(await whoAmI(ADMIN)).toBe(500);
  expect((await put(espocrm, { authenticationMethod: "Espo" })).status).toBe(500);
  espocrm.seed({ settings: { authenticationMethod: "Espo" } });
  expect(await whoAmI(ADMIN)).toMatchObject({ userName: "admin" });
});
