import { exportJWK, generateKeyPair } from "jose";
import { Lab } from "../lab";

let lab: Lab;

beforeEach(async () => {
  lab = await Lab.start();
});
afterEach(() => lab.close());

const NOW = Date.UTC(2026, 10, 1) / 1000;
const OTHER_AUDIENCE = "OIDC: JWT the `aud` field does not contain matching client ID.";
const UNREADABLE = "OIDC: JWT parsing error. Bad";

/** What EspoCRM makes of the claims of an ID token; undefined takes a claim away. */
test.each<[string, Record<string, unknown>, number, string | null]>([
  ["the usual claims", {}, 200, null],
  ["a list of audiences with ours", { aud: ["other", "espocrm"] }, 200, null],
  ["another audience", { aud: "other" }, 401, OTHER_AUDIENCE],
  ["a list of audiences without ours", { aud: ["other"] }, 401, OTHER_AUDIENCE],
  ["no audience", { aud: undefined }, 401, OTHER_AUDIENCE],
  ["an audience that is none", { aud: 5 }, 500, `${UNREADABLE} \`aud\`.`],
  ["the issuer of somebody else", { iss: "https://evil.example" }, 200, null],
  ["no issuer", { iss: undefined }, 401, "OIDC: JWT does not contain the `iss` value."],
  ["no subject", { sub: undefined }, 500, `${UNREADABLE} \`sub\`.`],
  [
    "neither subject nor issuer",
    { sub: undefined, iss: undefined },
    401,
    "OIDC: JWT does not contain the `sub` value.",
  ],
  ["an empty subject", { sub: "" }, 401, "OIDC: JWT does not contain the `sub` value."],
  ["no expiry", { exp: undefined }, 200, null],
  ["an expiry as text", { exp: `${NOW + 10}` }, 200, null],
  ["an expiry that is none", { exp: "soon" }, 500, `${UNREADABLE} \`exp\`.`],
  ["an expiry 239 s ago", { exp: NOW - 239 }, 200, null],
  ["an expiry 240 s ago", { exp: NOW - 240 }, 401, "OIDC: JWT expired."],
  ["a validity from 240 s on", { nbf: NOW + 240 }, 200, null],
  ["a validity from 241 s on", { nbf: NOW + 241 }, 401, "OIDC: JWT used before allowed time."],
  ["no time of issue", { iat: undefined }, 200, null],
  ["a time of issue in the future", { iat: NOW + 86_400 }, 200, null],
  ["a nonce that is none", { nonce: 5 }, 500, `${UNREADABLE} \`nonce\`.`],
  ["a wrong at_hash, azp and acr", { at_hash: "x", azp: "other", acr: "none" }, 200, null],
])("an ID token with %s", async (_what, claims, status, reason) => {
  lab.provider.claims = claims;
  expect(await lab.signIn()).toMatchObject({ status, ...(status === 200 ? {} : { text: "" }) });
  expect(lab.log()).toEqual(reason === null ? [] : [reason]);
});

test.each([
  ["not a token", "OIDC: JWT parsing error."],
  ["a.b", "OIDC: JWT parsing error."],
  ["e30.e30.", "OIDC: JWT parsing error. No or bad `alg` in JWT header."],
])("%j in the ID token's place is 500", async (token, reason) => {
  lab.provider.answers.set("/token", { body: { id_token: token, access_token: "x" } });
  expect(await lab.signIn()).toMatchObject({ status: 500, text: "" });
  expect(lab.log()).toEqual([expect.stringContaining(reason)]);
});

describe("algorithms", () => {
  const bytes = (secret: string): Uint8Array => new TextEncoder().encode(secret);

  test.each(["HS256", "HS384", "HS512"])("%s verifies with the client secret", async (alg) => {
    lab.set({ oidcJwtSignatureAlgorithmList: [alg] });
    lab.provider.signing = { header: { alg }, key: bytes(lab.provider.clientSecret) };
    expect((await lab.signIn()).status).toBe(200);
    expect(lab.provider.paths()).not.toContain("/jwks");

    lab.provider.signing = { header: { alg }, key: bytes("another secret, of 32 characters") };
    expect((await lab.signIn()).status).toBe(401);
    expect(lab.log()).toEqual(["OIDC: JWT signature not verified."]);
  });

  test("that are not in the list are refused", async () => {
    lab.provider.signing = { header: { alg: "HS256" }, key: bytes(lab.provider.clientSecret) };
    expect((await lab.signIn()).status).toBe(401);
    lab.set({ oidcJwtSignatureAlgorithmList: null });
    lab.provider.signing = {};
    expect((await lab.signIn()).status).toBe(401);
    expect(lab.log()).toEqual([
      "OIDC: JWT signing algorithm `HS256` not allowed.",
      "OIDC: JWT signing algorithm `RS256` not allowed.",
    ]);
  });

  test("none is refused", async () => {
    const [, payload] = (await lab.provider.token()).split(".");
    const header = Buffer.from('{"alg":"none"}').toString("base64url");
    const body = { id_token: `${header}.${payload ?? ""}.`, access_token: "x" };
    lab.provider.answers.set("/token", { body });
    expect((await lab.signIn()).status).toBe(401);
    expect(lab.log()).toEqual(["OIDC: JWT signing algorithm `none` not allowed."]);
  });

  test("an EC key's signature is refused, and its key passed over", async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const jwk = { ...(await exportJWK(publicKey)), kid: "ec" };
    lab.provider.answers.set("/jwks", { body: { keys: [jwk, lab.provider.jwk] } });
    lab.provider.signing = { header: { alg: "ES256", kid: "ec" }, key: privateKey };
    expect((await lab.signIn()).status).toBe(401);
    lab.provider.signing = {};
    expect((await lab.signIn()).status).toBe(200);
  });
});

describe("keys", () => {
  test.each([
    ["no kid", { kid: undefined }],
    ["an unknown kid", { kid: "other" }],
  ])("a token with %s is refused", async (_what, header) => {
    lab.provider.signing = { header };
    expect((await lab.signIn()).status).toBe(401);
    expect(lab.log()).toEqual(["OIDC: JWT signature not verified."]);
  });

  test("a signature by another key of the same kid is refused", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    lab.provider.signing = { key: privateKey };
    expect((await lab.signIn()).status).toBe(401);
    expect(lab.log()).toEqual(["OIDC: JWT signature not verified."]);
  });

  test("a changed payload is refused", async () => {
    const [header, , signature] = (await lab.provider.token()).split(".");
    const [, payload] = (await lab.provider.token({ sub: "admin" })).split(".");
    const forged = [header, payload, signature].join(".");
    lab.provider.answers.set("/token", { body: { id_token: forged, access_token: "x" } });
    expect((await lab.signIn()).status).toBe(401);
  });
});
