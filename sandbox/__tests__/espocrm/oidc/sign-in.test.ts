import { basic, call, espo } from "../espocrm-client";
import { Lab } from "../lab";

let lab: Lab;

beforeEach(async () => {
  lab = await Lab.start();
});
afterEach(() => lab.close());

test("an authorization code logs its user in, with a token and its secret in a cookie", async () => {
  const answer = await lab.signIn();
  expect(answer.status).toBe(200);
  expect(answer.json()["user"]).toMatchObject({ userName: "jane", type: "regular" });
  const token = String(answer.json()["token"]);
  expect(token).toMatch(/^[0-9a-f]{32}$/);
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect(cookie).toMatch(/^auth-token-secret=[0-9a-f]{32}$/);

  const byToken = { ...espo("jane", token), "espo-authorization-by-token": "true" };
  expect((await call(lab.espocrm, "GET", "App/user", byToken)).status).toBe(401);
  const again = await call(lab.espocrm, "GET", "App/user", { ...byToken, cookie });
  expect(again.json()["user"]).toMatchObject({ userName: "jane" });
});

test("token endpoint, keys and userinfo are asked in this order", async () => {
  await lab.signIn();
  expect(lab.provider.paths()).toEqual(["/token", "/jwks", "/userinfo"]);
});

test("a code in Basic alone logs in for one request", async () => {
  const answer = await call(lab.espocrm, "GET", "App/user", basic("**oidc", "code-abc"));
  expect(answer.json()).toMatchObject({ user: { userName: "jane" }, token: null });
});

test("an empty code is refused without asking the identity provider", async () => {
  expect((await call(lab.espocrm, "GET", "App/user", espo("**oidc", ""))).status).toBe(401);
  expect(lab.provider.received).toEqual([]);
});

test("a code means nothing while the method is another", async () => {
  lab.set({ authenticationMethod: "Espo" });
  expect((await lab.signIn()).status).toBe(401);
  expect(lab.provider.received).toEqual([]);
});

test("works with the password fallback off", async () => {
  lab.set({ oidcFallback: false });
  expect((await lab.signIn()).status).toBe(200);
});

describe("nonce", () => {
  const withNonce = (nonce: string): Promise<{ status: number }> =>
    lab.signIn({ "x-oidc-authorization-nonce": nonce });

  test("is compared when the request has one", async () => {
    lab.provider.claims = { nonce: "n1" };
    expect((await withNonce("n1")).status).toBe(200);
    expect((await withNonce("n2")).status).toBe(401);
    lab.provider.claims = {};
    expect((await withNonce("n1")).status).toBe(401);
    expect(lab.log()).toEqual(["OIDC: JWT nonce mismatch.", "OIDC: JWT nonce mismatch."]);
  });

  test("of the token is not looked at when the request has none", async () => {
    lab.provider.claims = { nonce: "n1" };
    expect((await lab.signIn()).status).toBe(200);
  });
});

test("refused sign-ins count for the rate limit, as any wrong password", async () => {
  lab.provider.claims = { aud: "other" };
  for (let i = 0; i < 11; i += 1) {
    expect(await lab.signIn()).toMatchObject({ status: 401, text: "" });
  }
  lab.provider.claims = {};
  expect(await lab.signIn()).toMatchObject({ status: 403, text: "" });
  expect(lab.espocrm.state.loginLog.failed()).toHaveLength(11);
  expect(lab.espocrm.state.loginLog.failed()[0]).toMatchObject({
    userName: "**oidc",
    method: "Oidc",
  });
});

test("sign-ins that end in an error do not count", async () => {
  lab.provider.answers.set("/token", { status: 400, body: { error: "invalid_grant" } });
  for (let i = 0; i < 12; i += 1) expect((await lab.signIn()).status).toBe(500);
  expect(lab.espocrm.state.loginLog.failed()).toEqual([]);
});

test("the log tells another process why, without secrets", async () => {
  lab.provider.answers.set("/token", {
    status: 200,
    body: { access_token: "access-token-value", refresh_token: "refresh-token-value" },
  });
  await lab.signIn({}, "code-secret");
  lab.provider.answers.set("/token", { status: 401, body: "secret=refresh-token-value" });
  await lab.signIn({}, "code-secret");
  const text = await (await fetch(`${lab.espocrm.url}/sandbox/log`)).text();
  expect(JSON.parse(text)).toMatchObject([{ level: "error" }, { level: "warning" }]);
  expect(lab.log()).toEqual([
    'OIDC: Bad token response.; Status: 200; Response: {"access_token":"…","refresh_token":"…"}',
    "OIDC: Token request error.; Status: 401; Response: (26 characters)",
  ]);
  for (const secret of ["access-token-value", "refresh-token-value", "code-secret"]) {
    expect(text).not.toContain(secret);
  }
  expect(text).not.toContain(lab.provider.clientSecret);
});
