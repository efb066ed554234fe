import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import { Browser } from "../browser";
import { RelyingParty } from "../oidc/relying-party";

const LOGIN = "/if/flow/default-authentication-flow/";

let sandbox: AuthentikSandbox;
let browser: Browser;
beforeAll(async () => {
  sandbox = await startAuthentik();
});
beforeEach(() => {
  sandbox.reset();
  browser = new Browser(sandbox);
});
afterAll(() => sandbox.close());

const attributesOf = (markup: string, id: string): string =>
  new RegExp(`<input\\s+id="${id}"[^>]*>`).exec(markup)?.[0].replace(/\s+/g, " ") ?? "";

test("the log-in form has labels, says what to fill in, and starts where to type", async () => {
  const { status, text, headers } = await browser.open(LOGIN);
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(text).toContain('<html lang="en">');
  expect(text).toContain('<label for="uid_field">');
  expect(text).toContain('<label for="password">');
  expect(attributesOf(text, "uid_field")).toMatch(/autocomplete="username".* required autofocus/);
  expect(attributesOf(text, "password")).toMatch(
    /type="password".*current-password" required *\/?>/,
  );
  expect(text).not.toContain('role="alert"');
});

test("a page asks nothing of other servers, and needs no script", async () => {
  const { text } = await browser.open(LOGIN);
  expect(text.replace(/<link rel="stylesheet" [^>]*href="\/static\/[^"]*" \/>/, "")).not.toMatch(
    /<script|<link|<img|https?:/,
  );
});

test("after a wrong password the page says so, keeps the name and goes to the password", async () => {
  await browser.open(LOGIN);
  const { status, text } = await browser.submit(LOGIN, { uid_field: "<jane>", password: "no" });
  expect(status).toBe(200);
  expect(text).toContain("<title>Error: Welcome to authentik! - authentik</title>");
  expect(text).toMatch(
    /<p class="error" id="error" role="alert">User name and password do not match/,
  );
  expect(attributesOf(text, "uid_field")).toContain('value="&#60;jane&#62;"');
  expect(attributesOf(text, "uid_field")).toContain('aria-invalid="true" aria-describedby="error"');
  expect(attributesOf(text, "password")).toMatch(/required aria-invalid.* autofocus/);
  expect(text).not.toContain('value="no"');
});

test("the name may be corrected after a wrong password", async () => {
  await browser.submit(LOGIN, { uid_field: "jaen", password: "jane" });
  const page = await browser.submit(LOGIN, { uid_field: "jane", password: "jane" });
  expect(page.location).toBe(`${sandbox.url}/`);
  expect((await browser.follow(page)).text).toContain("as jane.");
});

test("an empty form is answered with what is missing", async () => {
  const { text } = await browser.submit(LOGIN, { uid_field: "", password: "" });
  expect(text).toContain("Enter your email address or user name, and your password.");
});

test("the session cookie is out of reach of scripts and other sites, and secure behind TLS", async () => {
  const cookiesBehind = async (headers: Record<string, string>): Promise<string[]> =>
    (await new Browser(sandbox).open(LOGIN, { headers })).headers.getSetCookie();
  const [session] = await cookiesBehind({});
  expect(session).toMatch(/^authentik_session=\w{40}; HttpOnly; Path=\/; SameSite=Lax$/);
  const secure = await cookiesBehind({ "x-forwarded-proto": "https" });
  expect(secure.every((cookie) => cookie.endsWith("; Secure"))).toBe(true);
});

test("names from outside are text on every page, never markup", async () => {
  const evil = "<img src=x onerror=alert(1)>";
  sandbox.seed({ users: [{ username: evil, password: "x" }] });
  const client = await RelyingParty.create(sandbox, {}, { application: { name: evil } });
  const seen: string[] = [];
  seen.push((await browser.follow(browser.open(client.authorizeUrl()))).text);
  await browser.login(evil, "/", "x");
  seen.push((await browser.open("/if/user/")).text);
  seen.push((await browser.follow(browser.open(client.authorizeUrl({ prompt: "consent" })))).text);
  seen.push((await browser.follow(browser.open(client.path("end-session/")))).text);
  await client.bind({ user: sandbox.state.userByName("jane")?.pk });
  seen.push((await browser.open(client.authorizeUrl())).text);
  for (const text of seen) {
    expect(text).toContain("&#60;img src=x");
    expect(text).not.toContain("<img");
  }
});

test("logging out by hand leads back to the log-in page", async () => {
  await browser.login("jane");
  expect((await browser.follow(browser.open("/if/user/"))).text).toContain("as jane.");
  const page = await browser.follow(browser.open("/flows/-/default/invalidation/"));
  expect(page.text).toContain('<label for="password">');
});

test("Not you? gives up what was begun, and logs out", async () => {
  const client = await RelyingParty.create(sandbox);
  await browser.login("jane");
  await browser.follow(browser.open(client.authorizeUrl({ prompt: "consent" })));
  await browser.follow(browser.open("/flows/-/cancel/"));
  expect((await browser.open("/if/user/")).location).not.toBe("");
});

test("unknown flows and pages are not found", async () => {
  expect((await browser.open("/if/flow/nope/")).status).toBe(404);
  const page = await browser.open("/nope/");
  expect([page.status, page.text]).toEqual([404, expect.stringContaining("Not Found")]);
});
