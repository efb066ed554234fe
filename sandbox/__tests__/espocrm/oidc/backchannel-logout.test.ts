import { ADMIN, call, espo, logIn, type Answer } from "../espocrm-client";
import { Lab } from "../lab";

let lab: Lab;

beforeEach(async () => {
  lab = await Lab.start();
});
afterEach(() => lab.close());

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const JSON_TYPE = { "content-type": "application/json" };
const EVENTS = { "http://schemas.openid.net/event/backchannel-logout": {} };

const post = (body: string, headers: Record<string, string> = FORM): Promise<Answer> =>
  call(lab.espocrm, "POST", "Oidc/backchannelLogout", headers, body);

const logOut = async (claims: Record<string, unknown> = {}): Promise<Answer> =>
  post(`logout_token=${await lab.provider.token({ sub: "admin", ...claims })}`);

const works = async (token: string): Promise<boolean> =>
  (await call(lab.espocrm, "GET", "App/user", espo("admin", token))).status === 200;

test("a standard logout token ends all sessions of its user, and of nobody else", async () => {
  const tokens = [await logIn(lab.espocrm), await logIn(lab.espocrm)];
  await lab.signIn();
  expect(await logOut({ events: EVENTS, jti: "1", sid: "s" })).toMatchObject({
    status: 200,
    text: "true",
  });
  expect(await Promise.all(tokens.map(works))).toEqual([false, false]);
  expect(lab.espocrm.state.tokens.list().filter(({ isActive }) => isActive)).toHaveLength(1);
});

test("JSON and an ordinary ID token will do as well", async () => {
  const token = await logIn(lab.espocrm);
  const logoutToken = await lab.provider.token({ sub: "admin", nonce: "n" });
  expect((await post(JSON.stringify({ logout_token: logoutToken }), JSON_TYPE)).status).toBe(200);
  expect(await works(token)).toBe(false);
});

test("an unknown user is nobody's problem", async () => {
  const token = await logIn(lab.espocrm);
  expect(await logOut({ sub: "nobody" })).toMatchObject({ status: 200, text: "true" });
  expect(await works(token)).toBe(true);
});

test("the user name is not normalized", async () => {
  lab.espocrm.seed({ users: [{ userName: "jane_doe", type: "admin", password: "p" }] });
  await logIn(lab.espocrm, "jane_doe", "p");
  await logOut({ sub: "jane doe" });
  expect(lab.espocrm.state.tokens.list()).toMatchObject([{ isActive: true }]);
  await logOut({ sub: "JANE_DOE" });
  expect(lab.espocrm.state.tokens.list()).toMatchObject([{ isActive: false }]);
});

describe("refusals", () => {
  const NOW = Date.UTC(2026, 10, 1) / 1000;

  test.each<[string, Record<string, unknown>, string]>([
    ["an expired token", { exp: NOW - 240 }, "JWT expired."],
    [
      "a token for another client",
      { aud: "other" },
      "JWT the `aud` field does not contain matching client ID.",
    ],
    ["a token without issuer", { iss: undefined }, "JWT does not contain the `iss` value."],
  ])("%s is 403 with the reason", async (_what, claims, reason) => {
    expect(await logOut(claims)).toMatchObject({
      status: 403,
      reason: `OIDC logout: Invalid JWT. ${reason}`,
    });
  });

  test("a token without the user name claim is 403: a standard one has only the subject", async () => {
    lab.set({ oidcUsernameClaim: "preferred_username" });
    expect((await logOut({ events: EVENTS })).reason).toBe(
      "OIDC logout: Invalid JWT. No username claim `preferred_username` in token.",
    );
  });

  test("a wrong signature is 403", async () => {
    await logOut();
    await lab.provider.rotateKey("key-1");
    expect(await logOut()).toMatchObject({
      status: 403,
      reason: "OIDC logout: Invalid JWT. JWT signature not verified.",
    });
  });

  test("nothing is 400, garbage 500", async () => {
    expect((await post("")).status).toBe(400);
    expect((await post("other=1")).status).toBe(400);
    expect((await post("{}", JSON_TYPE)).status).toBe(400);
    expect((await post("logout_token=x", { "content-type": "text/plain" })).status).toBe(400);
    expect(await post("logout_token=garbage")).toMatchObject({ status: 500, text: "" });
  });

  test("is 403 while the method is another, even for an administrator", async () => {
    lab.set({ authenticationMethod: "Espo" });
    expect(await logOut()).toMatchObject({ status: 403, reason: "" });
    expect(await post("logout_token=x", { ...FORM, ...ADMIN })).toMatchObject({ status: 403 });
  });
});
