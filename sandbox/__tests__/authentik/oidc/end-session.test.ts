import { createServer } from "node:http";
import { createHash } from "node:crypto";
import { decodeProtectedHeader } from "jose";
import { startAuthentik, type AuthentikSandbox, type Release } from "../../../authentik";
import { listen, type Listener } from "../../../http/listener";
import { flowPk } from "../api-client";
import { Browser, type Page } from "../browser";
import { answerIn, CALLBACK, RelyingParty } from "./relying-party";

const AFTER = "https://crm.example.com";

let sandbox: AuthentikSandbox;
let client: RelyingParty;
let jane: Browser;
let receiver: Listener;
let received: { path: string; body: string }[];

const start = async (release: Release): Promise<void> => {
  sandbox = await startAuthentik({ release });
  receiver = await listen(
    createReceiver((path, body) => {
      received.push({ path, body });
    }),
  );
};
const startOver = async (): Promise<void> => {
  sandbox.reset();
  received = [];
  client = await RelyingParty.create(sandbox, { logout_uri: `${receiver.url}/logout` });
  jane = await client.browserOf("jane");
};
const stop = async (): Promise<void> => {
  await sandbox.close();
  await receiver.close();
};
afterEach(() => jest.restoreAllMocks());

function createReceiver(onBody: (path: string, body: string) => void) {
  return createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      onBody(request.url ?? "", body);
      if (request.url === "/moved") response.writeHead(307, { location: "/logout" });
      response.end();
    });
  }).listeners("request")[0] as Parameters<typeof listen>[0];
}

const logout = (query: Record<string, string> = {}): Promise<Page> =>
  jane.open(`${client.path("end-session/")}?${new URLSearchParams(query).toString()}`);
const login = async (): Promise<Record<string, string>> => {
  const { code = "" } = answerIn(await jane.open(client.authorizeUrl()));
  return (await client.token({ code })).body;
};
const isLoggedIn = async (): Promise<boolean> =>
  !(await jane.open(client.authorizeUrl())).location.includes(
    "/if/flow/default-authentication-flow/",
  );
const useFlow = async (slug: string): Promise<void> =>
  client.change({ invalidation_flow: await flowPk(client.call, slug) });

describe.each(["2026.2", "2026.5"] as const)("release line %s", (release) => {
  beforeAll(() => start(release));
  beforeEach(startOver);
  afterAll(stop);

  test("the provider's own invalidation flow does not end authentik's session", async () => {
    const page = await jane.follow(logout());
    expect(page.text).toContain("<h1>You&#39;ve logged out of EspoCRM.</h1>");
    expect(page.text).toContain("Log out of authentik");
    expect(await isLoggedIn()).toBe(true);
  });

  test("the default invalidation flow ends it", async () => {
    await useFlow("default-invalidation-flow");
    const page = await jane.follow(logout());
    // As recorded: no page about it, but authentik's start, which asks to log in.
    expect(page.text).not.toContain("logged out of EspoCRM.");
    expect(page.text).toContain("uid_field");
    expect(await isLoggedIn()).toBe(false);
  });

  test("who is not logged in must log in first", async () => {
    const page = await new Browser(sandbox).open(client.path("end-session/"));
    // As recorded of 2026.2.2 ("es anonymous").
    const next = encodeURIComponent(client.path("end-session/"));
    expect(page.location).toBe(`${sandbox.url}/if/flow/default-authentication-flow/?next=${next}`);
  });

  test("who has no access may not log out either", async () => {
    await client.bind({ group: sandbox.state.groupByName("authentik Admins")?.pk });
    const page = await logout();
    expect([page.status, page.text]).toEqual([200, expect.stringContaining("Permission denied")]);
  });

  test("takes POST like GET", async () => {
    const page = await jane.follow(jane.submit(client.path("end-session/"), {}));
    expect(page.text).toContain("logged out of EspoCRM.");
  });

  test("a launch URL that is a script is no link", async () => {
    const url = "javascript:alert(1)//";
    await client.change({ redirect_uris: [{ matching_mode: "strict", url }] });
    expect((await jane.follow(logout())).text).not.toContain("javascript:");
  });

  test("the client is told through the back channel", async () => {
    const { id_token } = await login();
    const { sid } = await client.verified(id_token);
    await logout();
    expect(await sandbox.logoutDeliveries()).toEqual([
      { provider: "espocrm", url: `${receiver.url}/logout`, status: 200 },
    ]);
    const token = new URLSearchParams(received[0]?.body).get("logout_token") ?? "";
    const claims = await client.verified(token);
    expect(claims).toEqual({
      iss: `${sandbox.url}/application/o/espocrm/`,
      sub: "jane",
      aud: "espocrm",
      iat: expect.any(Number) as number,
      exp: expect.any(Number) as number,
      jti: expect.any(String) as string,
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
      sid,
    });
    expect(decodeProtectedHeader(token)).toMatchObject({ typ: "logout+jwt", alg: "RS256" });
  });

  test("nobody is told without a log-in to the application", async () => {
    await logout();
    expect(await sandbox.logoutDeliveries()).toEqual([]);
  });

  test("nobody is told once the access token has expired", async () => {
    await client.change({ access_token_validity: "minutes=10" });
    await login();
    const then = Date.now() + 601_000;
    jest.spyOn(Date, "now").mockImplementation(() => then);
    await logout();
    expect(await sandbox.logoutDeliveries()).toEqual([]);
  });

  test("a client that is unreachable keeps nobody from logging out", async () => {
    await client.change({ logout_uri: "http://127.0.0.1:1/" });
    await login();
    expect((await jane.follow(logout())).text).toContain("logged out");
    expect(await sandbox.logoutDeliveries()).toMatchObject([{ status: undefined }]);
  });

  test("redirects of the client are followed", async () => {
    await client.change({ logout_uri: `${receiver.url}/moved` });
    await login();
    await logout();
    await sandbox.logoutDeliveries();
    expect(received.map(({ path }) => path)).toEqual(["/moved", "/logout"]);
  });

  test("logging out of authentik tells every client of the session, and ends its tokens", async () => {
    const { access_token = "" } = await login();
    const more = { logout_uri: `${receiver.url}/other` };
    const other = await RelyingParty.create(sandbox, more, { slug: "other" });
    const { code = "" } = answerIn(await jane.open(other.authorizeUrl()));
    await other.token({ code });
    await jane.follow(jane.open("/flows/-/default/invalidation/"));
    const deliveries = await sandbox.logoutDeliveries();
    expect(deliveries.map(({ provider }) => provider).sort()).toEqual(["espocrm", "other"]);
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await jane.open("/application/o/userinfo/", { headers })).status).toBe(401);
  });

  test("other people's sessions are none of its business", async () => {
    const { access_token = "" } = await client.tokens("sam");
    await jane.follow(logout());
    await jane.follow(jane.open("/flows/-/default/invalidation/"));
    expect(await sandbox.logoutDeliveries()).toEqual([]);
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await jane.open("/application/o/userinfo/", { headers })).status).toBe(200);
  });

  test("a front-channel client is loaded in a frame, with issuer and session", async () => {
    await client.change({
      logout_method: "frontchannel",
      logout_uri: "https://crm.example.com/x?a=1",
    });
    const { text } = await jane.follow(logout());
    const [, src = ""] = /<iframe src="([^"]+)"/.exec(text) ?? [];
    const query = new URL(src.replaceAll("&#38;", "&")).searchParams;
    expect(query.get("iss")).toBe(`${sandbox.url}/application/o/espocrm/`);
    expect(query.get("sid")).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("post_logout_redirect_uri", () => {
  const register = (url: string, matching_mode = "strict") =>
    client.change({
      redirect_uris: [
        { matching_mode: "strict", url: CALLBACK },
        { matching_mode, url, redirect_uri_type: "logout" },
      ],
    });

  describe("on 2026.2", () => {
    beforeAll(() => start("2026.2"));
    beforeEach(startOver);
    afterAll(stop);

    test("is ignored, as is the hint", async () => {
      const page = await jane.follow(
        logout({ post_logout_redirect_uri: AFTER, id_token_hint: "made-up" }),
      );
      expect(page.text).toContain("logged out of EspoCRM.");
    });

    test("the access token goes on", async () => {
      const { access_token = "" } = await login();
      await logout();
      const headers = { authorization: `Bearer ${access_token}` };
      expect((await jane.open("/application/o/userinfo/", { headers })).status).toBe(200);
    });
  });

  describe("on 2026.5", () => {
    beforeAll(() => start("2026.5"));
    beforeEach(startOver);
    afterAll(stop);

    test("with a hint and a registered address leads there, with the state", async () => {
      await register(AFTER);
      const { id_token_hint = "" } = { id_token_hint: (await login())["id_token"] };
      const query = { id_token_hint, post_logout_redirect_uri: AFTER };
      const page = await jane.follow(logout({ ...query, state: "s/1" }));
      expect(page.location).toBe(`${AFTER}/?state=s%2F1`);
      const back = await jane.follow(logout(query));
      expect(back.location).toBe(`${AFTER}/`);
    });

    test("an expired hint is good enough", async () => {
      await register(`${AFTER}/.*`, "regex");
      const { id_token: id_token_hint = "" } = await login();
      const then = Date.now() + 7_200_000;
      jest.spyOn(Date, "now").mockImplementation(() => then);
      const query = { id_token_hint, post_logout_redirect_uri: `${AFTER}/bye` };
      expect((await jane.follow(logout(query))).location).toBe(`${AFTER}/bye`);
    });

    test.each([
      ["without a hint", {}, AFTER],
      ["with a made-up hint", { id_token_hint: "made-up" }, AFTER],
      ["to an address that is not registered", undefined, `${AFTER}/`],
      ["to an address that is registered for logging in only", undefined, CALLBACK],
    ])("%s: a page, HTTP 400", async (_what, given, post_logout_redirect_uri) => {
      await register(AFTER);
      const hint = given ?? { id_token_hint: (await login())["id_token"] ?? "" };
      const page = await logout({ ...hint, post_logout_redirect_uri });
      expect([page.status, page.location]).toEqual([400, ""]);
      expect(page.text).toContain("The request is otherwise malformed");
    });

    test("the hint of another client is refused", async () => {
      await register(AFTER);
      const other = await RelyingParty.create(sandbox, {}, { slug: "other" });
      const { id_token: id_token_hint = "" } = await other.tokens();
      expect((await logout({ id_token_hint, post_logout_redirect_uri: AFTER })).status).toBe(400);
    });

    test("the application's access tokens end, whatever the flow does", async () => {
      const { access_token = "" } = await login();
      await logout();
      const headers = { authorization: `Bearer ${access_token}` };
      expect((await jane.open("/application/o/userinfo/", { headers })).status).toBe(401);
      expect(await isLoggedIn()).toBe(true);
    });
  });
});

test("sid is the hash of the session's key", async () => {
  await start("2026.5");
  try {
    await startOver();
    const { sid } = await client.verified((await login())["id_token"]);
    const key = jane.cookies.get("authentik_session") ?? "";
    expect(sid).toBe(createHash("sha256").update(key).digest("hex"));
  } finally {
    await stop();
  }
});
