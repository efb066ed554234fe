import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import { flowPk, type Json } from "../api-client";
import { Browser, type Page } from "../browser";
import { answerIn, RelyingParty } from "../oidc/relying-party";

let sandbox: AuthentikSandbox;
let client: RelyingParty;
let program: Browser;
beforeAll(async () => {
  sandbox = await startAuthentik();
});
beforeEach(async () => {
  sandbox.reset();
  client = await RelyingParty.create(sandbox);
  program = new Browser(sandbox);
});
afterAll(() => sandbox.close());

const address = (query: string, flow = "default-authentication-flow"): string =>
  `/api/v3/flows/executor/${flow}/?${new URLSearchParams({ query }).toString()}`;
const challenge = (page: Page): Json => JSON.parse(page.text) as Json;

/** What comes next; a 302 says that a stage has passed which asked nothing. */
async function get(url: string): Promise<Json> {
  const page = await program.open(url);
  return page.status === 302 ? get(page.location) : challenge(page);
}

const answer = (url: string, body: Json, headers: Record<string, string> = {}): Promise<Page> =>
  program.open(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

/** What a program does to log in, and nothing more. */
async function login(username: string, password: string, query: string): Promise<Json> {
  const url = address(query);
  await get(url);
  await answer(url, { component: "ak-stage-identification", uid_field: username });
  const page = await answer(url, { component: "ak-stage-password", password });
  return page.status === 302 ? get(page.location) : challenge(page);
}

test("a program logs in as a person does, stage by stage", async () => {
  const first = await program.open(client.authorizeUrl());
  const url = address(new URL(first.location).search.slice(1));

  expect(await get(url)).toMatchObject({
    component: "ak-stage-identification",
    user_fields: ["email", "username"],
    password_fields: false,
    primary_action: "Log in",
    application_pre: "EspoCRM",
    flow_designation: "authentication",
    flow_info: { title: "Welcome to authentik!" },
  });
  const identified = await answer(url, { component: "ak-stage-identification", uid_field: "jane" });
  expect([identified.status, identified.location]).toEqual([302, new URL(url, sandbox.url).href]);
  expect(await get(url)).toMatchObject({ component: "ak-stage-password", pending_user: "jane" });
  const before = program.cookies.get("authentik_session");
  expect((await answer(url, { component: "ak-stage-password", password: "jane" })).status).toBe(
    302,
  );
  const done = await get(url);
  expect(done).toEqual({ component: "xak-flow-redirect", to: client.authorizeUrl() });
  expect(program.cookies.get("authentik_session")).not.toBe(before);
  expect(answerIn(await program.open(String(done["to"])))).toHaveProperty("code");
});

test("without a destination the way leads to authentik's start page", async () => {
  expect(await login("jane", "jane", "")).toMatchObject({ to: "/" });
});

test("an e-mail address is as good as a user name, in any case, and the name is shown", async () => {
  const url = address("next=%2Fx");
  await answer(url, { uid_field: "JANE@example.com" });
  // As recorded of 2026.2.2 ("ld login by mail").
  expect(await get(url)).toMatchObject({
    pending_user: "jane",
    flow_info: { cancel_url: "/flows/-/cancel/?next=%2Fx", background_themed_urls: null },
  });
  expect(await login("JANE@example.com", "jane", "")).toMatchObject({
    component: "xak-flow-redirect",
  });
});

test.each([
  ["a wrong password", "jane", "wrong"],
  ["an unknown user", "nobody", "nobody"],
  ["a user without a password", "no-permission", "undefined"],
])("%s: the challenge again, with what is wrong", async (_what, username, password) => {
  expect(await login(username, password, "")).toMatchObject({
    component: "ak-stage-password",
    pending_user: username,
    response_errors: { password: [{ string: "Invalid password", code: "invalid" }] },
  });
});

test("a deactivated user is refused like a wrong password", async () => {
  sandbox.seed({ users: [{ username: "jane", password: "jane", isActive: false }] });
  expect(await login("jane", "jane", "")).toHaveProperty("response_errors");
});

test("seven wrong passwords are refused one like the other", async () => {
  // As recorded of 2026.2.2 ("ld seven wrong").
  const url = address("");
  await get(url);
  await answer(url, { uid_field: "jane" });
  for (let attempt = 1; attempt <= 7; attempt++) {
    expect(challenge(await answer(url, { password: "wrong" }))).toMatchObject({
      component: "ak-stage-password",
      response_errors: { password: [{ string: "Invalid password", code: "invalid" }] },
    });
  }
});

test("an answer without its field is refused", async () => {
  const url = address("");
  expect(challenge(await answer(url, {}))).toMatchObject({
    response_errors: { non_field_errors: [{ code: "invalid" }] },
  });
  await answer(url, { uid_field: "jane" });
  expect(challenge(await answer(url, {}))).toMatchObject({
    response_errors: { password: [{ string: "This field is required.", code: "required" }] },
  });
  // As recorded of 2026.2.2 ("lg login 2").
  expect(challenge(await answer(url, { password: "" }))).toMatchObject({
    response_errors: { password: [{ string: "This field may not be blank.", code: "blank" }] },
  });
});

test("a form is as good as JSON", async () => {
  const url = address("");
  expect((await program.submit(url, { uid_field: "jane" })).status).toBe(302);
});

test.each(["https://evil.example.com/", "//evil.example.com/", "/\\evil.example.com", "/\t/evil"])(
  "nobody is sent on to %p",
  async (next) => {
    const query = new URLSearchParams({ next }).toString();
    expect(await login("jane", "jane", query)).toMatchObject({
      component: "ak-stage-access-denied",
      error_message: "Invalid next URL",
    });
  },
);

test("consent is given with the token of the challenge and of the CSRF cookie", async () => {
  await login("jane", "jane", "");
  const page = await program.open(client.authorizeUrl({ prompt: "consent" }));
  const { pathname, search } = new URL(page.location);
  const [, , , flow = ""] = pathname.split("/");
  const url = address(search.slice(1), flow);
  const asked = await get(url);
  expect(asked).toMatchObject({
    component: "ak-stage-consent",
    header_text: "You're about to sign into EspoCRM.",
    permissions: [
      { id: "email", name: "Email address" },
      { id: "openid", name: "" },
      { id: "profile", name: "General Profile Information" },
    ],
    additional_permissions: [],
  });
  const csrf = { "x-authentik-csrf": program.cookies.get("authentik_csrf") ?? "" };
  // As recorded of 2026.2.2 ("lc post without csrf", "lc post wrong csrf", "lc post wrong token").
  for (const token of ["", "x".repeat(32)]) {
    const headers: Record<string, string> = token === "" ? {} : { "x-authentik-csrf": token };
    const forged = await answer(url, { token: asked["token"] }, headers);
    expect([forged.status, challenge(forged)]).toEqual([
      200,
      {
        component: "ak-stage-flow-error",
        request_id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      },
    ]);
  }
  const again = challenge(await answer(url, { token: "x" }, csrf));
  expect(again).toMatchObject({
    component: "ak-stage-consent",
    response_errors: {
      token: [{ string: "Invalid consent token, re-showing prompt", code: "invalid" }],
    },
  });
  const { token } = again;
  expect(token).not.toBe(asked["token"]);
  expect((await answer(url, { token }, csrf)).status).toBe(302);
  const sent = sandbox.journal.list().map(({ headers }) => headers["x-authentik-csrf"]);
  expect(new Set(sent)).toEqual(new Set([undefined, "…"]));
  const done = await get(url);
  expect(done["component"]).toBe("xak-flow-redirect");
  expect(String(done["to"])).toMatch(/^https:\/\/crm\.example\.com\/oauth-callback\.php\?code=/);
});

test("a form for the client is a challenge of its own", async () => {
  await login("jane", "jane", "");
  const page = await program.open(client.authorizeUrl({ response_mode: "form_post" }));
  const { search } = new URL(page.location);
  const flow = "default-provider-authorization-implicit-consent";
  // As recorded of 2026.2.2 ("lz form_post logged in flow 0").
  expect(await get(address(search.slice(1), flow))).toEqual({
    component: "ak-stage-autosubmit",
    title: "Redirecting to EspoCRM...",
    url: "https://crm.example.com/oauth-callback.php",
    attrs: { code: expect.stringMatching(/^[0-9a-f]{32}$/) as string, state: "st-1" },
  });
});

test("an authorization flow is nothing for who is not logged in", async () => {
  const flow = "default-provider-authorization-implicit-consent";
  expect(await get(address("", flow))).toMatchObject({ component: "ak-stage-access-denied" });
});

test("logging out of an application ends with what is left of the session", async () => {
  await login("jane", "jane", "");
  await program.open(client.path("end-session/"));
  expect(await get(address("", "default-provider-invalidation-flow"))).toMatchObject({
    component: "ak-stage-session-end",
    pending_user: "jane",
    application_name: "EspoCRM",
    application_launch_url: "https://crm.example.com",
  });
});

test("the default invalidation flow logs out", async () => {
  await login("jane", "jane", "");
  await get(address("", "default-invalidation-flow"));
  expect((await program.open("/if/user/")).location).toContain("/flows/-/default/authentication/");
});

test("an unknown flow is not found", async () => {
  expect((await program.open(address("", "nope"))).status).toBe(404);
});

test("whoever knew a session before the log-in has nothing of it afterwards", async () => {
  const attacker = new Browser(sandbox);
  await get(address(""));
  for (const [name, value] of program.cookies) attacker.cookies.set(name, value);
  await login("jane", "jane", "");
  expect((await attacker.open("/if/user/")).location).not.toBe("");
  expect((await program.open("/if/user/")).text).toContain("as jane.");
});

test("another person's log-in ends the session of the first", async () => {
  await login("jane", "jane", "");
  const first = new Map(program.cookies);
  await program.submit("/if/flow/default-authentication-flow/", {
    uid_field: "sam",
    password: "sam",
  });
  expect((await program.open("/if/user/")).text).toContain("as sam.");
  program.cookies.clear();
  for (const [name, value] of first) program.cookies.set(name, value);
  expect((await program.open("/if/user/")).location).not.toBe("");
});

test("a flow made for strangers sends on who is logged in", async () => {
  const slug = "strangers";
  const authentication = "require_unauthenticated";
  const shown = { name: slug, title: slug, designation: "authentication" } as const;
  sandbox.seed({ flows: [{ slug, authentication, ...shown, stages: ["identification"] }] });
  expect(await flowPk(client.call, slug)).toBeDefined();
  expect((await get(address("", slug)))["component"]).toBe("ak-stage-identification");
  await login("jane", "jane", "");
  expect(await get(address("next=%2Fif%2Fuser%2F", slug))).toMatchObject({ to: "/if/user/" });
});
