import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import { Browser } from "../browser";
import { answerIn, CALLBACK, RelyingParty } from "./relying-party";

let sandbox: AuthentikSandbox;
let client: RelyingParty;
beforeAll(async () => {
  sandbox = await startAuthentik();
});
beforeEach(async () => {
  sandbox.reset();
  client = await RelyingParty.create(sandbox);
});
afterAll(() => sandbox.close());

test("a person logs in, the client gets tokens, and the person logs out", async () => {
  const browser = new Browser(sandbox);
  const loginPage = await browser.follow(browser.open(client.authorizeUrl()));
  expect(loginPage.status).toBe(200);
  expect(loginPage.text).toContain("Log in to continue to EspoCRM.");

  const next = client.authorizeUrl();
  const back = await browser.follow(browser.login("jane", next));
  expect(back.location).toContain(`${CALLBACK}?`);
  const { code, state } = answerIn(back);
  expect(state).toBe("st-1");
  expect(code).toMatch(/^[0-9a-f]{32}$/);

  const { status, body } = await client.token({ code: code ?? "" });
  expect(status).toBe(200);
  expect(await client.verified(body["id_token"])).toMatchObject({ sub: "jane", nonce: "no-1" });
  const userinfo = await browser.open("/application/o/userinfo/", {
    headers: { authorization: `Bearer ${body["access_token"] ?? ""}` },
  });
  expect(JSON.parse(userinfo.text)).toMatchObject({ sub: "jane", groups: ["crm-users"] });

  const out = await browser.follow(browser.open(client.path("end-session/")));
  expect(out.text).toContain("You&#39;ve logged out of EspoCRM.");
});
