import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import type { Json } from "../api-client";
import { CALLBACK, mappingPks, RelyingParty, SCOPES } from "./relying-party";

let sandbox: AuthentikSandbox;
let client: RelyingParty;
beforeAll(async () => {
  sandbox = await startAuthentik();
});
beforeEach(async () => {
  sandbox.reset();
  client = await RelyingParty.create(sandbox);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => sandbox.close());

const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(new URL(path, sandbox.url), { redirect: "manual", ...init });
const json = async (answer: Response): Promise<Json> => (await answer.json()) as Json;

describe("userinfo", () => {
  const userinfo = (token: string) =>
    ask("/application/o/userinfo/", { headers: { authorization: `Bearer ${token}` } });

  test("has sub, the claims of the granted scopes and the nonce, however the token is sent", async () => {
    const { access_token = "" } = await client.tokens("jane", { scope: "openid email" });
    const claims = {
      sub: "jane",
      email: "jane@example.com",
      email_verified: false,
      nonce: "no-1",
    };
    expect(await json(await userinfo(access_token))).toEqual(claims);
    const query = `?access_token=${access_token}`;
    expect(await json(await ask(`/application/o/userinfo/${query}`))).toEqual(claims);
    const body = new URLSearchParams({ access_token });
    expect(await json(await ask("/application/o/userinfo/", { method: "POST", body }))).toEqual(
      claims,
    );
  });

  test("has the claims of now, not of the log-in", async () => {
    const { access_token = "" } = await client.tokens();
    sandbox.seed({ users: [{ username: "jane", groups: ["sales"] }] });
    expect(await json(await userinfo(access_token))).toMatchObject({ groups: ["sales"] });
  });

  test("401 without a body for a token that is none, has expired, or whose user is gone", async () => {
    const { access_token = "" } = await client.tokens();
    const refusal = async (token: string) => {
      const answer = await userinfo(token);
      const challenge = answer.headers.get("www-authenticate") ?? "";
      return [answer.status, await answer.text(), challenge.slice(0, 21)];
    };
    const unauthorized = [401, "", 'error="invalid_token"'];
    expect(await refusal("made-up")).toEqual(unauthorized);
    expect((await ask("/application/o/userinfo/")).status).toBe(401);
    const then = Date.now() + 3_601_000;
    jest.spyOn(Date, "now").mockImplementation(() => then);
    expect(await refusal(access_token)).toEqual(unauthorized);
    jest.restoreAllMocks();
    expect((await userinfo(access_token)).status).toBe(200);
    sandbox.seed({ users: [{ username: "jane", isActive: false }] });
    expect(await refusal(access_token)).toEqual(unauthorized);
  });

  test("403 for a token without the scope openid", async () => {
    await client.change({ property_mappings: await mappingPks(client.call, ["email"]) });
    const { access_token = "" } = await client.tokens();
    const answer = await userinfo(access_token);
    expect([answer.status, await answer.text()]).toEqual([403, ""]);
    expect(answer.headers.get("www-authenticate")).toMatch(/^error="insufficient_scope", error_d/);
  });

  test("takes no ID token for an access token", async () => {
    expect((await userinfo((await client.tokens())["id_token"] ?? "")).status).toBe(401);
  });
});

describe("introspection and revocation", () => {
  const post = (endpoint: string, token: string, secret = client.secret) =>
    ask(`/application/o/${endpoint}/`, {
      method: "POST",
      body: new URLSearchParams({ token, client_id: client.clientId, client_secret: secret }),
    });
  const introspected = async (token: string, secret?: string) =>
    json(await post("introspect", token, secret));

  test("a good token is active, with the claims of the ID token that came with it", async () => {
    const { access_token = "", id_token } = await client.tokens();
    expect(await introspected(access_token)).toEqual({
      ...(await client.verified(id_token)),
      active: true,
      scope: "openid profile email",
      client_id: "espocrm",
    });
  });

  test("for a stranger, and for a made-up token, nothing is active", async () => {
    const { access_token = "" } = await client.tokens();
    expect(await introspected(access_token, "wrong")).toEqual({ active: false });
    expect(await introspected("made-up")).toEqual({ active: false });
  });

  test("another client's token is not active", async () => {
    const other = await RelyingParty.create(sandbox, {}, { slug: "other" });
    const { access_token = "" } = await other.tokens();
    expect(await introspected(access_token)).toEqual({ active: false });
  });

  test("a revoked token is over; a stranger revokes nothing", async () => {
    const { access_token = "" } = await client.tokens();
    const stranger = await post("revoke", access_token, "wrong");
    expect([stranger.status, await json(stranger)]).toMatchObject([
      401,
      { error: "invalid_client", request_id: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    ]);
    expect(await introspected(access_token)).toMatchObject({ active: true });
    const answer = await post("revoke", access_token);
    expect([answer.status, await json(answer)]).toEqual([200, {}]);
    expect(await introspected(access_token)).toEqual({ active: false });
    expect((await post("revoke", "made-up")).status).toBe(200);
  });

  test("a revoked refresh token gives nothing any more", async () => {
    const scopes = [...SCOPES, "offline_access"];
    await client.change({ property_mappings: await mappingPks(client.call, scopes) });
    const { refresh_token = "" } = await client.tokens("jane", { scope: "openid offline_access" });
    await post("revoke", refresh_token);
    const answer = await client.token({ grant_type: "refresh_token", refresh_token });
    expect(answer.body["error"]).toBe("invalid_grant");
  });
});

describe("discovery", () => {
  const DISCOVERY = ".well-known/openid-configuration";
  const document = async (headers: Record<string, string> = {}) =>
    json(await ask(client.path(DISCOVERY), { headers }));

  test("says where everything is, as setup_urls does", async () => {
    const { body } = await client.call("GET", `/providers/oauth2/${client.provider}/setup_urls/`);
    const base = `${sandbox.url}/application/o`;
    expect(await document()).toMatchObject({
      issuer: body["issuer"],
      authorization_endpoint: body["authorize"],
      token_endpoint: body["token"],
      userinfo_endpoint: body["user_info"],
      end_session_endpoint: body["logout"],
      jwks_uri: body["jwks"],
      introspection_endpoint: `${base}/introspect/`,
      revocation_endpoint: `${base}/revoke/`,
    });
  });

  test("says what this provider does", async () => {
    expect(await document()).toMatchObject({
      id_token_signing_alg_values_supported: ["RS256"],
      scopes_supported: expect.arrayContaining(SCOPES) as string[],
      claims_supported: expect.arrayContaining(["sub", "email", "groups"]) as string[],
      code_challenge_methods_supported: ["plain", "S256"],
      token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
      // As recorded ("disc"): the second pair by the snapshot of 2026.5 alone.
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
    });
    await client.change({ signing_key: null, property_mappings: [] });
    expect(await document()).toMatchObject({
      id_token_signing_alg_values_supported: ["HS256"],
      scopes_supported: ["openid"],
    });
  });

  test("names the address that it was asked at", async () => {
    const headers = { "x-forwarded-host": "sso.example.com", "x-forwarded-proto": "https" };
    expect(await document(headers)).toMatchObject({
      issuer: "https://sso.example.com/application/o/espocrm/",
      jwks_uri: "https://sso.example.com/application/o/espocrm/jwks/",
    });
  });

  test("with the global issuer stays at the application's path", async () => {
    await client.change({ issuer_mode: "global" });
    expect(await document()).toMatchObject({ issuer: `${sandbox.url}/` });
  });

  test("is indented, and what the application's own path leads to", async () => {
    const text = await (await ask(client.path(DISCOVERY))).text();
    expect(text).toContain('{\n  "issuer"');
    const answer = await ask(client.path(""));
    expect([answer.status, answer.headers.get("location")]).toEqual([302, client.path(DISCOVERY)]);
  });

  test("may be read by scripts of the client only, the keys by every script", async () => {
    const { origin } = new URL(CALLBACK);
    const cors = async (path: string, from: string) =>
      (await ask(client.path(path), { headers: { origin: from } })).headers.get(
        "access-control-allow-origin",
      );
    expect(await cors(DISCOVERY, origin)).toBe(origin);
    expect(await cors(DISCOVERY, "https://evil.example.com")).toBeNull();
    expect(await cors("jwks/", "https://evil.example.com")).toBe("*");
  });
});

test.each([
  "/application/o/token",
  "/application/o/userinfo",
  "/application/o/introspect",
  "/application/o/revoke",
  "/application/o/espocrm",
  "/application/o/espocrm/jwks",
  "/application/o/espocrm/end-session",
  "/application/o/espocrm/end_session/",
  "/application/o/espocrm/.well-known/openid-configuration/",
  "/application/o/nobody/jwks/",
  "/application/o/nobody/",
])("%s is not found", async (path) => {
  expect((await ask(path)).status).toBe(404);
});

test.each([
  ["userinfo/", "DELETE", "GET, POST, OPTIONS, HEAD"],
  ["introspect/", "GET", "POST, OPTIONS"],
  ["revoke/", "GET", "POST, OPTIONS"],
  ["nobody/jwks", "POST", "GET, HEAD, OPTIONS"],
])("%s has no %s", async (path, method, allow) => {
  const answer = await ask(`/application/o/${path}`, { method });
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, allow]);
});

test.each(["jwks/", ".well-known/openid-configuration"])(
  "POST of %s is taken for a forged one",
  async (path) => {
    // As recorded of 2026.2.2 ("jwks post", "disc post").
    expect((await ask(client.path(path), { method: "POST" })).status).toBe(403);
  },
);

test("OPTIONS of the discovery document has no body", async () => {
  // As recorded of 2026.2.2 ("disc options").
  const { origin } = new URL(CALLBACK);
  const path = client.path(".well-known/openid-configuration");
  const answer = await ask(path, { method: "OPTIONS", headers: { origin } });
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
  expect(answer.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
});
