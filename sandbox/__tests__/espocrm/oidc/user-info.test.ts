import { Lab } from "../lab";

let lab: Lab;

beforeEach(async () => {
  lab = await Lab.start();
  lab.set({ oidcUsernameClaim: "preferred_username" });
});
afterEach(() => lab.close());

const userinfo = (body: unknown, status = 200): void => {
  lab.provider.answers.set("/userinfo", { body, status });
};

test("is asked with the access token, at every sign-in", async () => {
  userinfo({ preferred_username: "sam" });
  await lab.signIn();
  await lab.signIn();
  const requests = lab.provider.received.filter(({ path }) => path === "/userinfo");
  expect(requests).toHaveLength(2);
  expect(requests[0]).toMatchObject({
    method: "GET",
    headers: { authorization: "Bearer access-token-value", accept: "application/json" },
  });
});

test("gives the claims that the ID token lacks, and no others", async () => {
  userinfo({ preferred_username: "sam" });
  expect(await lab.signInAs({})).toMatchObject({ userName: "sam" });
  expect(await lab.signInAs({ preferred_username: null })).toMatchObject({ userName: "sam" });
  expect(await lab.signInAs({ preferred_username: "jane" })).toMatchObject({ userName: "jane" });
});

test("is not asked without an endpoint; a claim missing in the ID token is 500 then", async () => {
  lab.set({ oidcUserInfoEndpoint: null });
  userinfo({ preferred_username: "sam" });
  expect(await lab.signInAs({})).toBe(500);
  expect(lab.provider.paths()).not.toContain("/userinfo");
  expect(lab.log()).toEqual(["No username claim `preferred_username` in token and userinfo."]);
});

test.each([
  [401, { error: "invalid_token" }, "OIDC: Userinfo request error."],
  [403, {}, "OIDC: Userinfo request error."],
  [500, "", "OIDC: Bad userinfo response."],
  [302, "", "OIDC: Bad userinfo response."],
  [200, "<html>", "OIDC: Bad userinfo response."],
])("status %d with body %j is 500", async (status, body, reason) => {
  userinfo(body, status);
  expect(await lab.signIn()).toMatchObject({ status: 500, text: "" });
  expect(lab.log().at(-1)).toBe(reason);
});

test("without an access token it is 500", async () => {
  lab.provider.answers.set("/token", { body: { id_token: await lab.provider.token() } });
  expect((await lab.signIn()).status).toBe(500);
  expect(lab.log()).toEqual(["OIDC: No access token received."]);
});
