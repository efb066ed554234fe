import { startEspoCrm, type EspoCrmSandbox } from "../../espocrm";
import { ADMIN, API_KEY, basic, call, logIn, put, REGULAR } from "./espocrm-client";

let espocrm: EspoCrmSandbox;

beforeEach(async () => {
  espocrm = await startEspoCrm();
});
afterEach(() => espocrm.close());

const control = (path: string, body: unknown): Promise<Response> =>
  fetch(`${espocrm.url}/sandbox/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

test("the site is where it listens, unless said otherwise", async () => {
  expect(espocrm.settings()["siteUrl"]).toBe(espocrm.url);
  const other = await startEspoCrm({ siteUrl: "https://crm.local" });
  expect(other.settings()["siteUrl"]).toBe("https://crm.local");
  expect(other.siteUrl).toBe("https://crm.local");
  await other.close();
});

test("a reset brings back the state of the start", async () => {
  const before = espocrm.state.users.list().map(({ userName }) => userName);
  await logIn(espocrm);
  await put(espocrm, { authenticationMethod: "Nope", oidcClientSecret: "x", unknown: 1 });
  espocrm.seed({ users: [{ userName: "more" }] });
  espocrm.reset();
  expect(espocrm.state.users.list().map(({ userName }) => userName)).toEqual(before);
  expect(espocrm.settings()).toMatchObject({ authenticationMethod: "Espo", siteUrl: espocrm.url });
  expect(espocrm.settings()).not.toHaveProperty("unknown");
  expect(espocrm.clientSecret()).toBeUndefined();
  expect(espocrm.state.tokens.list()).toEqual([]);
  expect((await call(espocrm, "GET", "App/user", ADMIN)).status).toBe(200);
});

test("another process seeds, resets and looks at it", async () => {
  const seed = {
    users: [{ userName: "boss", type: "admin", password: "p", teams: ["Board"] }],
    settings: { oidcClientId: "old", oidcClientSecret: "s" },
    removeSettings: ["oidcScopes"],
  };
  expect((await control("seed", seed)).status).toBe(200);
  expect((await call(espocrm, "GET", "App/user", basic("boss", "p"))).status).toBe(200);
  const state: unknown = await (await fetch(`${espocrm.url}/sandbox/state`)).json();
  expect(state).toMatchObject({
    settings: { oidcClientId: "old" },
    hasClientSecret: true,
    failedLogins: 0,
    activeAuthTokens: 0,
  });
  expect(state).not.toHaveProperty(["settings", "oidcScopes"]);
  expect(JSON.stringify(state)).not.toContain("admin-password");

  expect((await control("seed", { user: [] })).status).toBe(400);
  await control("reset", {});
  expect((await call(espocrm, "GET", "App/user", basic("boss", "p"))).status).toBe(401);
});

test("requests are journaled as they came", async () => {
  await put(espocrm, { oidcClientId: "espocrm" });
  expect(espocrm.journal.list()).toMatchObject([
    {
      method: "PUT",
      url: "/api/v1/Settings",
      headers: { authorization: "Basic …" },
      body: '{"oidcClientId":"espocrm"}',
      status: 200,
    },
  ]);
});

describe("password cost", () => {
  test("is paid by requests that carry a password, and by no others", async () => {
    const slow = await startEspoCrm({ passwordCost: 1_000_000 });
    try {
      const admin = slow.state.users.find("admin");
      if (admin === undefined) throw new Error("No administrator.");
      const { token } = slow.state.tokens.create(admin, false);
      for (const headers of [{}, API_KEY, basic("admin", token)]) {
        expect((await call(slow, "GET", "Settings", headers)).status).toBe(200);
      }
      const withPassword = fetch(`${slow.url}/api/v1/Settings`, {
        headers: ADMIN,
        signal: AbortSignal.timeout(100),
      });
      await expect(withPassword).rejects.toThrow(/timeout/);
    } finally {
      await slow.close();
    }
  });
});

describe("Team", () => {
  test("is as short as on the real server", async () => {
    const answer = await call(espocrm, "GET", "Team?maxSize=1&select=id", ADMIN);
    expect(answer.text).toMatch(
      /^\{"total":1,"list":\[\{"id":"[0-9a-f]{17}","name":"Sales"\}\]\}$/,
    );
    expect(answer.text).toHaveLength(62);
  });

  test("is 401 with wrong credentials", async () => {
    for (const headers of [{}, basic("admin", "wrong")]) {
      expect((await call(espocrm, "GET", "Team?maxSize=1&select=id", headers)).status).toBe(401);
    }
  });

  test("shows others their own teams, page by page", async () => {
    espocrm.seed({ teams: ["Support", "Board"] });
    const list = async (query: string, headers: Record<string, string>): Promise<unknown> =>
      (await call(espocrm, "GET", `Team${query}`, headers)).json();
    expect(await list("", REGULAR)).toMatchObject({ total: 1, list: [{ name: "Sales" }] });
    expect(await list("?maxSize=1&offset=2", ADMIN)).toMatchObject({
      total: 3,
      list: [{ name: "Board" }],
    });
  });
});

test("what is not imitated says so", async () => {
  const answer = await call(espocrm, "GET", "Account", ADMIN);
  expect([answer.status, answer.reason]).toEqual([404, "Not part of the EspoCRM sandbox."]);
});
