import { startEspoCrm, type EspoCrmSandbox } from "../../espocrm";
import { ADMIN, API_KEY, basic, call, espo, logIn, put, type Answer } from "./espocrm-client";

let espocrm: EspoCrmSandbox;

beforeEach(async () => {
  espocrm = await startEspoCrm();
});
afterEach(() => espocrm.close());

const status = async (headers: Record<string, string>): Promise<number> =>
  (await call(espocrm, "GET", "App/user", headers)).status;

const destroy = (token: unknown, headers: Record<string, string> = ADMIN): Promise<Answer> =>
  call(
    espocrm,
    "POST",
    "App/destroyAuthToken",
    { ...headers, "content-type": "application/json" },
    JSON.stringify({ token }),
  );

test("each Espo-Authorization with a password makes a token, Basic and API keys make none", async () => {
  const first = await logIn(espocrm);
  const second = await logIn(espocrm);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(second).not.toBe(first);
  const byBasic = await call(espocrm, "GET", "App/user", ADMIN);
  expect(byBasic.json()["token"]).toBeNull();
  expect(await status(API_KEY)).toBe(200);
  expect(espocrm.state.tokens.list()).toHaveLength(2);
});

test("a token is not renewed into another one", async () => {
  const token = await logIn(espocrm);
  const again = await call(espocrm, "GET", "App/user", espo("admin", token));
  expect(again.json()["token"]).toBe(token);
  expect(espocrm.state.tokens.list()).toHaveLength(1);
});

test("a token works only under its user's name", async () => {
  const token = await logIn(espocrm);
  expect(await status(basic("admin", token))).toBe(200);
  expect(await status(basic("user1", token))).toBe(401);
});

test("asked for by token, a password is refused, and not counted", async () => {
  const headers = { ...espo("admin", "admin-password"), "espo-authorization-by-token": "true" };
  expect(await status(headers)).toBe(401);
  expect(espocrm.state.loginLog.failed()).toEqual([]);
});

test("requests with a token are not logged", async () => {
  const token = await logIn(espocrm);
  await status(basic("admin", token));
  expect(espocrm.state.loginLog.list()).toHaveLength(1);
});

test("a new password ends the sessions", async () => {
  const token = await logIn(espocrm);
  espocrm.seed({ users: [{ userName: "admin", type: "admin", password: "new" }] });
  expect(await status(basic("admin", token))).toBe(401);
  expect(await status(basic("admin", "new"))).toBe(200);
});

test("a token with a secret needs the cookie too", async () => {
  const answer = await call(espocrm, "GET", "App/user", {
    ...espo("admin", "admin-password"),
    "espo-authorization-create-token-secret": "true",
  });
  const setCookie = answer.headers.get("set-cookie") ?? "";
  expect(setCookie).toMatch(/^auth-token-secret=[0-9a-f]{32}; .*HttpOnly; SameSite=Lax$/);
  const headers = basic("admin", String(answer.json()["token"]));
  expect(await status(headers)).toBe(401);
  expect(await status({ ...headers, cookie: setCookie.split(";")[0] ?? "" })).toBe(200);
});

describe("destroyAuthToken", () => {
  test("ends the session", async () => {
    const token = await logIn(espocrm);
    expect(await destroy(token, basic("admin", token))).toMatchObject({
      status: 200,
      text: "true",
    });
    expect(await status(basic("admin", token))).toBe(401);
    expect(espocrm.state.tokens.list()).toMatchObject([{ isActive: false }]);
  });

  test("says false for an unknown token, and 400 for none", async () => {
    expect(await destroy("x")).toMatchObject({ status: 200, text: "false" });
    expect(await destroy(5)).toMatchObject({ status: 400, reason: "No `token`." });
    expect((await destroy("x", {})).status).toBe(401);
  });

  test("names the logout page of the identity provider", async () => {
    await put(espocrm, {
      authenticationMethod: "Oidc",
      oidcClientId: "espo crm",
      oidcLogoutUrl: "https://idp.local/end?c={clientId}&u={siteUrl}&t={idToken}",
      siteUrl: "https://crm.local/",
    });
    const answer = await destroy(await logIn(espocrm));
    expect(answer.headers.get("x-logout-redirect-url")).toBe(
      "https://idp.local/end?c=espo+crm&u=https%3A%2F%2Fcrm.local&t={idToken}",
    );
  });

  test.each([
    { authenticationMethod: "Espo", oidcLogoutUrl: "https://idp.local/end" },
    { authenticationMethod: "Oidc", oidcLogoutUrl: null },
  ])("names none with %j", async (settings) => {
    await put(espocrm, settings);
    const answer = await destroy(await logIn(espocrm));
    expect([answer.text, answer.headers.get("x-logout-redirect-url")]).toEqual(["true", null]);
  });
});
