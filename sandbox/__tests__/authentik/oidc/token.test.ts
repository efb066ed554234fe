import { createHash } from "node:crypto";
import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
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

const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
const later = (seconds: number): void => {
  const then = Date.now() + seconds * 1000;
  jest.spyOn(Date, "now").mockImplementation(() => then);
};

test("a code gives tokens that no cache keeps", async () => {
  const { status, headers, body } = await client.token({ code: await client.code() });
  expect(status).toBe(200);
  expect([headers.get("cache-control"), headers.get("pragma")]).toEqual(["no-store", "no-cache"]);
  expect(Object.keys(body)).toEqual([
    "access_token",
    "token_type",
    "scope",
    "expires_in",
    "id_token",
  ]);
  expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
});

describe("client authentication", () => {
  const codeGrant = async (): Promise<Record<string, string>> => ({ code: await client.code() });

  test("the secret may be in the header, as it is, without URL encoding", async () => {
    await client.change({ client_secret: "a+b%20c:d" });
    const answer = await client.token(await codeGrant(), basic(client.clientId, "a+b%20c:d"));
    expect(answer.status).toBe(200);
  });

  test.each([
    ["a wrong secret in the form", { client_secret: "wrong" }, undefined],
    ["a wrong secret in the header", {}, basic("espocrm", "wrong")],
    ["an unknown client", { client_id: "nobody" }, undefined],
    ["no client", {}, basic("", "")],
  ])("%s: 400 invalid_client, and the code still works", async (_what, form, header) => {
    const grant = await codeGrant();
    const { status, body } = await client.token({ ...grant, ...form }, header);
    expect([status, body["error"]]).toEqual([400, "invalid_client"]);
    expect(body["error_description"]).toMatch(/^Client authentication failed/);
    expect(body["request_id"]).toMatch(/^[0-9a-f]{32}$/);
    expect((await client.token(grant)).status).toBe(200);
  });

  test("a header wins over the form", async () => {
    const form = { client_id: client.clientId, client_secret: client.secret };
    const answer = await client.token({ ...(await codeGrant()), ...form }, basic("espocrm", "x"));
    expect(answer.body["error"]).toBe("invalid_client");
  });

  test("a public client needs no secret", async () => {
    await client.change({ client_type: "public" });
    const answer = await client.token({ ...(await codeGrant()), client_secret: "" });
    expect(answer.status).toBe(200);
  });
});

describe("codes", () => {
  const refused = (answer: { status: number; body: Record<string, string> }): void => {
    expect([answer.status, answer.body["error"]]).toEqual([400, "invalid_grant"]);
  };

  test("a made-up code and no code are invalid_grant", async () => {
    refused(await client.token({ code: "0".repeat(32) }));
    refused(await client.token({}));
  });

  test("a code works once; using it again does not harm its tokens", async () => {
    const code = await client.code();
    const { body } = await client.token({ code });
    refused(await client.token({ code }));
    const userinfo = await fetch(`${sandbox.url}/application/o/userinfo/`, {
      headers: { authorization: `Bearer ${body["access_token"] ?? ""}` },
    });
    expect(userinfo.status).toBe(200);
  });

  test("a code works once, too, when it is sent twice at once", async () => {
    const code = await client.code();
    const answers = await Promise.all([client.token({ code }), client.token({ code })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  test("a code ends after access_code_validity", async () => {
    await client.change({ access_code_validity: "minutes=2;seconds=5" });
    const [inTime, late] = [await client.code(), await client.code()];
    later(124);
    expect((await client.token({ code: inTime })).status).toBe(200);
    later(3);
    refused(await client.token({ code: late }));
  });

  test("a code is worth nothing to another client", async () => {
    const other = await RelyingParty.create(sandbox, {}, { slug: "other" });
    refused(await other.token({ code: await client.code() }));
  });

  test("a code of a user who was deactivated since is worth nothing", async () => {
    const code = await client.code();
    sandbox.seed({ users: [{ username: "jane", isActive: false }] });
    refused(await client.token({ code }));
  });

  test("any redirect URI of the provider does, one that it does not have is invalid_client", async () => {
    const second = "https://second.example.com/";
    const uris = [CALLBACK, second].map((url) => ({ matching_mode: "strict", url }));
    await client.change({ redirect_uris: uris });
    const code = await client.code();
    const wrong = await client.token({ code, redirect_uri: `${CALLBACK}/` });
    expect([wrong.status, wrong.body["error"]]).toEqual([400, "invalid_client"]);
    expect((await client.token({ code, redirect_uri: second })).status).toBe(200);
  });

  test("access is not asked for again", async () => {
    const code = await client.code();
    await client.bind({ group: sandbox.state.groupByName("authentik Admins")?.pk });
    expect((await client.token({ code })).status).toBe(200);
  });
});

describe("PKCE", () => {
  const verifier = "v".repeat(64);
  const s256 = createHash("sha256").update(verifier).digest("base64url");

  test.each([
    ["S256", { code_challenge: s256, code_challenge_method: "S256" }],
    ["plain", { code_challenge: verifier, code_challenge_method: "plain" }],
    ["plain, because nothing is said", { code_challenge: verifier }],
  ])("%s: needs the verifier", async (_method, challenge) => {
    const code = () => client.code("jane", challenge);
    expect((await client.token({ code: await code(), code_verifier: verifier })).status).toBe(200);
    const wrongs: Record<string, string>[] = [
      {},
      { code_verifier: "w".repeat(64) },
      { code_verifier: s256 },
    ];
    for (const wrong of wrongs) {
      const { status, body } = await client.token({ code: await code(), ...wrong });
      expect([status, body["error"]]).toEqual([400, "invalid_grant"]);
    }
  });

  test("a verifier without a challenge is refused (downgrade)", async () => {
    const { body } = await client.token({ code: await client.code(), code_verifier: verifier });
    expect(body["error"]).toBe("invalid_grant");
  });
});

describe("refresh tokens", () => {
  const OFFLINE = { scope: "openid offline_access" };
  const refresh = (refresh_token: string, more: Record<string, string> = {}) =>
    client.token({ grant_type: "refresh_token", refresh_token, ...more });
  beforeEach(async () => {
    const scopes = [...SCOPES, "offline_access"];
    await client.change({ property_mappings: await mappingPks(client.call, scopes) });
  });

  test("come with the scope offline_access only", async () => {
    expect(await client.tokens()).not.toHaveProperty("refresh_token");
    expect(await client.tokens("jane", OFFLINE)).toHaveProperty("refresh_token");
  });

  test("give new tokens of the same person, and are replaced", async () => {
    const first = await client.tokens("jane", OFFLINE);
    const { status, body } = await refresh(first["refresh_token"] ?? "");
    expect(status).toBe(200);
    const claims = await client.verified(body["id_token"]);
    expect(claims).toMatchObject({ sub: "jane" });
    expect(claims).not.toHaveProperty("nonce");
    expect(body["scope"]).toBe("openid offline_access");
    expect(body["refresh_token"]).not.toBe(first["refresh_token"]);
    const again = await refresh(first["refresh_token"] ?? "");
    expect([again.status, again.body["error"]]).toEqual([400, "invalid_grant"]);
    expect((await refresh(body["refresh_token"] ?? "")).status).toBe(200);
  });

  test("stay until refresh_token_threshold before their end", async () => {
    await client.change({ refresh_token_validity: "hours=2", refresh_token_threshold: "hours=1" });
    const { refresh_token = "" } = await client.tokens("jane", OFFLINE);
    expect((await refresh(refresh_token)).body).not.toHaveProperty("refresh_token");
    later(3700);
    expect((await refresh(refresh_token)).body).toHaveProperty("refresh_token");
  });

  test("end after refresh_token_validity", async () => {
    await client.change({ refresh_token_validity: "hours=2" });
    const { refresh_token = "" } = await client.tokens("jane", OFFLINE);
    later(7201);
    expect((await refresh(refresh_token)).body["error"]).toBe("invalid_grant");
  });

  test.each(["openid", "openid offline_access profile"])(
    "the scope %s is invalid: less than offline_access, or more than was granted",
    async (scope) => {
      const { refresh_token = "" } = await client.tokens("jane", OFFLINE);
      const { status, body } = await refresh(refresh_token, { scope });
      expect([status, body["error"]]).toEqual([400, "invalid_scope"]);
    },
  );

  test("are worth nothing to another client", async () => {
    const other = await RelyingParty.create(sandbox, {}, { slug: "other" });
    const { refresh_token = "" } = await client.tokens("jane", OFFLINE);
    for (const scope of ["", "openid"]) {
      const answer = await other.token({ grant_type: "refresh_token", refresh_token, scope });
      expect(answer.body["error"]).toBe("invalid_grant");
    }
  });
});

describe("grants", () => {
  test.each(["", "implicit", "nonsense"])("%p is unsupported", async (grant_type) => {
    const { status, body } = await client.token({ grant_type });
    expect([status, body["error"]]).toEqual([400, "unsupported_grant_type"]);
  });

  test("one that the provider does not list is invalid_grant", async () => {
    const code = await client.code();
    await client.change({ grant_types: ["implicit"] });
    const { status, body } = await client.token({ code });
    expect([status, body["error"]]).toEqual([400, "invalid_grant"]);
  });

  test("one whose credentials nobody has is invalid_grant", async () => {
    const { body } = await client.token({ grant_type: "client_credentials" });
    expect(body["error"]).toBe("invalid_grant");
  });
});

describe("the endpoint", () => {
  const ask = (path: string, init: RequestInit) => fetch(sandbox.url + path, init);

  test("is not found without its slash", async () => {
    expect((await ask("/application/o/token", {})).status).toBe(404);
    // As recorded of 2026.2.2 ("tk no slash"): the page that says so takes GET only.
    const posted = await ask("/application/o/token", { method: "POST" });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect(await posted.text()).toBe("");
  });

  test("takes POST only, as a form", async () => {
    const answer = await ask("/application/o/token/", { method: "GET" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
    const json = JSON.stringify({ client_id: client.clientId, client_secret: client.secret });
    const headers = { "content-type": "application/json" };
    const wrong = await ask("/application/o/token/", { method: "POST", headers, body: json });
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { error: "invalid_client" }]);
  });

  test("lets scripts of the redirect URI's origin read the answer, and no others", async () => {
    const allowed = async (origin: string) => {
      const body = new URLSearchParams({ client_id: client.clientId });
      const init = { method: "POST", headers: { origin }, body };
      const answer = await ask("/application/o/token/", init);
      return answer.headers.get("access-control-allow-origin");
    };
    expect(await allowed(new URL(CALLBACK).origin)).toBe(new URL(CALLBACK).origin);
    expect(await allowed("https://evil.example.com")).toBeNull();
  });

  test("the journal that others see has no code, token, password or secret", async () => {
    await client.call("DELETE", "/core/applications/none/");
    const verifier = "v".repeat(64);
    const code = await client.code("jane", { code_challenge: verifier });
    const { body } = await client.token({ code, code_verifier: verifier });
    await fetch(
      `${sandbox.url}/application/o/userinfo/?access_token=${body["access_token"] ?? ""}`,
    );
    await fetch(
      `${sandbox.url}${client.path("end-session/")}?id_token_hint=${body["id_token"] ?? ""}`,
      { redirect: "manual" },
    );
    const shown = await (await ask("/sandbox/requests", {})).text();
    const secrets = [code, client.secret, body["access_token"], body["id_token"], `=${verifier}`];
    for (const secret of [
      "password=jane",
      `code_verifier${secrets[4] ?? ""}`,
      ...secrets.slice(0, 4),
    ]) {
      expect(shown).not.toContain(secret);
    }
    expect(shown).toContain("uid_field=jane&password=…");
  });
});
