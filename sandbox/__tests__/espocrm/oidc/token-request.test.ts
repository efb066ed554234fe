import { Lab } from "../lab";

let lab: Lab;

beforeEach(async () => {
  lab = await Lab.start({ siteUrl: "https://crm.local/", providerTimeout: 1_000 });
});
afterEach(() => lab.close());

test("redeems the code with the secret in the form, without PKCE", async () => {
  await lab.signIn();
  const [request] = lab.provider.received;
  expect(request).toMatchObject({
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body:
      "grant_type=authorization_code&client_id=espocrm" +
      `&client_secret=${lab.provider.clientSecret}&code=code-abc` +
      "&redirect_uri=https%3A%2F%2Fcrm.local%2Foauth-callback.php",
  });
  expect(request?.headers).not.toHaveProperty("authorization");
});

test("encodes as PHP does", async () => {
  lab.set({ oidcClientSecret: "a b+c~d*e" });
  await lab.signIn();
  expect(lab.provider.received[0]?.body).toContain("&client_secret=a+b%2Bc%7Ed%2Ae&");
});

test("takes an endpoint without a scheme", async () => {
  lab.set({ oidcTokenEndpoint: `${lab.provider.url.replace("http://", "")}/token` });
  expect((await lab.signIn()).status).toBe(200);
});

const elsewhere = { status: 302, body: "", headers: { location: "/userinfo" } };

test.each([
  [
    "400",
    { status: 400, body: { error: "invalid_grant" } },
    500,
    "Bad token request.; Status: 400",
  ],
  ["401", { status: 401, body: {} }, 401, "Token request error.; Status: 401"],
  ["403", { status: 403, body: {} }, 401, "Token request error.; Status: 403"],
  ["404", { status: 404, body: "<html>" }, 401, "Token request error.; Status: 404"],
  ["500", { status: 500, body: "" }, 500, "Bad token response.; Status: 500"],
  ["a redirect", elsewhere, 500, "Bad token response.; Status: 302"],
  ["HTML", { body: "<html></html>" }, 500, "Bad token response.; Status: 200"],
  ["a list", { body: [] }, 500, "Bad token response.; Status: 200"],
  ["no ID token", { body: { access_token: "x" } }, 500, "Bad token response.; Status: 200"],
  ["an ID token that is none", { body: { id_token: 5 } }, 500, "Bad token response.; Status: 200"],
  ["nothing in time", { body: "", delay: 2_000 }, 401, "Token request error.; Status: 0"],
])("the token endpoint answers %s", async (_what, answer, status, reason) => {
  lab.provider.answers.set("/token", answer);
  expect(await lab.signIn()).toMatchObject({ status, reason: null, text: "" });
  expect(lab.log()).toEqual([expect.stringContaining(`OIDC: ${reason}`)]);
  expect(lab.provider.paths()).toEqual(["/token"]);
});

test("a body of 500 that holds an ID token is taken", async () => {
  const body = { id_token: await lab.provider.token(), access_token: "x" };
  lab.provider.answers.set("/token", { status: 500, body });
  expect((await lab.signIn()).status).toBe(200);
});

test("an unreachable token endpoint refuses", async () => {
  lab.set({ oidcTokenEndpoint: "http://127.0.0.1:1/token" });
  expect((await lab.signIn()).status).toBe(401);
});

test.each([
  ["oidcTokenEndpoint", "No token endpoint."],
  ["oidcClientId", "No client ID."],
  ["oidcClientSecret", "No client secret."],
])("without %s it is 500", async (setting, reason) => {
  for (const value of [null, ""]) {
    lab.set({ [setting]: value });
    expect(await lab.signIn()).toMatchObject({ status: 500, text: "" });
  }
  expect(lab.log()).toEqual([reason, reason]);
  expect(lab.provider.received).toEqual([]);
});
