import { decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import type { Json } from "../api-client";
import { keyPk, mappingPks, RelyingParty } from "./relying-party";

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

const idToken = async (username = "jane"): Promise<Json> =>
  client.verified((await client.tokens(username))["id_token"]);
const jwks = async (): Promise<Json> =>
  (await (await fetch(sandbox.url + client.path("jwks/"))).json()) as Json;

describe("claims", () => {
  test("an ID token has authentik's claims and those of the scopes", async () => {
    const claims = await idToken();
    const now = Date.now() / 1000;
    expect(claims).toEqual({
      iss: `${sandbox.url}/application/o/espocrm/`,
      sub: "jane",
      aud: "espocrm",
      exp: expect.any(Number) as number,
      iat: expect.any(Number) as number,
      auth_time: expect.any(Number) as number,
      acr: "goauthentik.io/providers/oauth2/default",
      amr: ["pwd"],
      nonce: "no-1",
      sid: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      jti: expect.stringMatching(/^\w{40}$/) as string,
      email: "jane@example.com",
      email_verified: false,
      name: "Jane Doe",
      given_name: "Jane Doe",
      preferred_username: "jane",
      nickname: "jane",
      groups: ["crm-users"],
    });
    expect(Number(claims["exp"]) - Number(claims["iat"])).toBe(3600);
    expect(Math.abs(now - Number(claims["auth_time"]))).toBeLessThan(5);
  });

  test("an access token has the same claims, azp, a random uid and the scope", async () => {
    const { access_token, id_token } = await client.tokens();
    const { azp, uid, scope, ...rest } = await client.verified(access_token);
    expect([azp, uid]).toEqual(["espocrm", expect.stringMatching(/^\w{40}$/)]);
    expect(scope).toBe("openid profile email");
    expect(rest).toEqual(await client.verified(id_token));
  });

  test("without include_claims_in_id_token the scopes' claims are left to userinfo", async () => {
    await client.change({ include_claims_in_id_token: false });
    expect(await idToken()).not.toHaveProperty("email");
  });

  test("without a nonce in the request there is none in the token", async () => {
    const { id_token } = await client.tokens("jane", { nonce: undefined });
    expect(await client.verified(id_token)).not.toHaveProperty("nonce");
  });

  test("tokens last as long as access_token_validity says", async () => {
    await client.change({ access_token_validity: "minutes=10" });
    const tokens = await client.tokens();
    expect(tokens["expires_in"]).toBe(600);
    const { exp = 0, iat = 0 } = await client.verified(tokens["id_token"]);
    expect(exp - iat).toBe(600);
  });

  test("the issuer is authentik itself in issuer mode global", async () => {
    await client.change({ issuer_mode: "global" });
    expect((await idToken())["iss"]).toBe(`${sandbox.url}/`);
  });

  test("the issuer has the address under which the client reached the token endpoint", async () => {
    const form = {
      grant_type: "authorization_code",
      code: await client.code(),
      client_id: client.clientId,
      client_secret: client.secret,
      redirect_uri: "https://crm.example.com/oauth-callback.php",
    };
    const answer = await fetch(`${sandbox.url}/application/o/token/`, {
      method: "POST",
      headers: { "x-forwarded-proto": "https", "x-forwarded-host": "sso.example.com" },
      body: new URLSearchParams(form),
    });
    const { id_token } = (await answer.json()) as { id_token: string };
    expect(decodeJwt(id_token).iss).toBe("https://sso.example.com/application/o/espocrm/");
  });

  test("a reset ends sessions, codes and tokens", async () => {
    const browser = await client.browserOf("jane");
    const { access_token = "" } = await client.tokens();
    sandbox.reset();
    client = await RelyingParty.create(sandbox);
    expect((await browser.open(client.authorizeUrl())).location).toContain(
      "/if/flow/default-authentication-flow/",
    );
    const authorization = `Bearer ${access_token}`;
    const userinfo = await browser.open("/application/o/userinfo/", { headers: { authorization } });
    expect(userinfo.status).toBe(401);
  });
});

describe("subject modes", () => {
  const subject = async (sub_mode: string): Promise<unknown> => {
    await client.change({ sub_mode });
    return (await idToken())["sub"];
  };

  test("each gives what it says", async () => {
    const jane = sandbox.state.userByName("jane");
    expect(await subject("user_username")).toBe("jane");
    expect(await subject("user_email")).toBe("jane@example.com");
    expect(await subject("user_id")).toBe(String(jane?.pk));
    expect(await subject("user_uuid")).toBe(jane?.uuid);
    expect(await subject("hashed_user_id")).toMatch(/^[0-9a-f]{64}$/);
  });

  test("user_upn is the attribute, and the hash without it", async () => {
    expect(await subject("user_upn")).toMatch(/^[0-9a-f]{64}$/);
    sandbox.seed({ users: [{ username: "jane", password: "jane", attributes: { upn: "j@ad" } }] });
    expect(await subject("user_upn")).toBe("j@ad");
  });
});

describe("scope mappings", () => {
  const mapping = (expression: string, scopeName = "profile"): void =>
    sandbox.seed({ scopeMappings: [{ name: expression, scopeName, expression }] });
  const withMapping = async (expression: string): Promise<Json> => {
    mapping(expression);
    const [pk] = [...sandbox.state.scopeMappings.values()]
      .filter(({ name }) => name === expression)
      .map((row) => row.pk);
    const shipped = await mappingPks(client.call, ["openid", "email"]);
    await client.change({ property_mappings: [...shipped, pk] });
    return idToken();
  };

  test("groups are the direct ones", async () => {
    expect((await idToken("sam"))["groups"]).toEqual(["sales"]);
  });

  test("one's own mapping gives its claims, and may replace any other", async () => {
    const claims = await withMapping('return {"sub": "crm-jane", "amr": [], "level": 3}');
    expect(claims).toMatchObject({ sub: "crm-jane", amr: [], level: 3 });
  });

  test("a mapping that fails gives nothing, and harms nothing", async () => {
    const claims = await withMapping("return geoip(request)");
    expect(claims).toMatchObject({ sub: "jane", email: "jane@example.com" });
    expect(claims).not.toHaveProperty("name");
  });

  test("entitlements are those that the user's bindings give", async () => {
    const scopes = ["openid", "entitlements"];
    await client.change({ property_mappings: await mappingPks(client.call, scopes) });
    for (const [name, group] of [
      ["approve", "crm-users"],
      ["delete", "authentik Admins"],
    ] as const) {
      const made = await client.call("POST", "/core/application_entitlements/", {
        name,
        app: client.application,
      });
      const target = made.body["pbm_uuid"];
      const binding = { target, group: sandbox.state.groupByName(group)?.pk, order: 0 };
      await client.call("POST", "/policies/bindings/", binding);
    }
    const { id_token } = await client.tokens("jane", { scope: "openid entitlements" });
    const claims = await client.verified(id_token);
    expect(claims).toMatchObject({ entitlements: ["approve"], roles: ["approve"] });
  });
});

describe("signing keys", () => {
  test("RSA: RS256, with a kid that the JWKS has, and the certificate", async () => {
    const { id_token = "" } = await client.tokens();
    const { keys } = (await jwks()) as { keys: Json[] };
    expect(keys).toHaveLength(1);
    const [key = {}] = keys;
    expect(key["kid"]).toMatch(/^[\w-]{86}$/);
    expect(decodeProtectedHeader(id_token)).toEqual({ alg: "RS256", typ: "JWT", kid: key["kid"] });
    expect(Object.keys(key).sort()).toEqual(
      ["alg", "e", "kid", "kty", "n", "use", "x5c", "x5t", "x5t#S256"].sort(),
    );
    expect(key).toMatchObject({ kty: "RSA", alg: "RS256", use: "sig" });
  });

  test("EC: ES256", async () => {
    await client.change({ signing_key: await keyPk(client.call, "EC") });
    expect(await idToken()).toMatchObject({ sub: "jane" });
    expect(await jwks()).toMatchObject({ keys: [{ kty: "EC", crv: "P-256", alg: "ES256" }] });
  });

  test("none: HS256 with the client secret, no kid, and a JWKS without keys", async () => {
    await client.change({ signing_key: null, client_secret: "short" });
    const token = (await client.token({ code: await client.code(), client_secret: "short" })).body;
    const { id_token = "" } = token;
    expect(decodeProtectedHeader(id_token)).toEqual({ alg: "HS256", typ: "JWT" });
    const { payload } = await jwtVerify(id_token, new TextEncoder().encode("short"));
    expect(payload.sub).toBe("jane");
    expect(await jwks()).toEqual({});
  });

  test("two key pairs have two kids", async () => {
    const kid = async (): Promise<unknown> => ((await jwks()) as { keys: Json[] }).keys[0]?.["kid"];
    const first = await kid();
    await client.change({ signing_key: await keyPk(client.call, "EC") });
    expect(await kid()).not.toBe(first);
  });

  test("an encryption key makes tokens that only its owner can read", async () => {
    const encryption_key = await keyPk(client.call, "authentik Self-signed Certificate");
    await client.change({ encryption_key });
    const { id_token = "" } = await client.tokens();
    expect(decodeProtectedHeader(id_token)).toMatchObject({
      alg: "RSA-OAEP-256",
      enc: "A256CBC-HS512",
    });
    expect(await jwks()).toMatchObject({ keys: [{ use: "sig" }, { use: "enc" }] });
    const discovery = await fetch(sandbox.url + client.path(".well-known/openid-configuration"));
    expect(await discovery.json()).toMatchObject({
      id_token_encryption_alg_values_supported: ["RSA-OAEP-256"],
    });
  });
});
