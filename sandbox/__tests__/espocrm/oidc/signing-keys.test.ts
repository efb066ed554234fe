import { ADMIN, call, put } from "../espocrm-client";
import { Lab } from "../lab";

let lab: Lab;

beforeEach(async () => {
  lab = await Lab.start();
});
afterEach(() => lab.close());

const status = async (): Promise<number> => (await lab.signIn()).status;
const fetched = (): number => lab.provider.paths().filter((path) => path === "/jwks").length;

test("keys are fetched once in ten minutes", async () => {
  await status();
  lab.clock.now += 600_000;
  expect(await status()).toBe(200);
  expect(fetched()).toBe(1);
  lab.clock.now += 1_000;
  expect(await status()).toBe(200);
  expect(fetched()).toBe(2);
});

test("a rotated key is refused until then: an unknown kid fetches nothing", async () => {
  await status();
  await lab.provider.rotateKey();
  expect(await status()).toBe(401);
  lab.clock.now += 601_000;
  expect(await status()).toBe(200);
});

test("another endpoint does not matter until the cache is cleared", async () => {
  await status();
  await lab.provider.rotateKey();
  lab.provider.answers.set("/new-jwks", { body: { keys: [lab.provider.jwk] } });
  await put(lab.espocrm, { oidcJwksEndpoint: `${lab.provider.url}/new-jwks` });
  expect(await status()).toBe(401);

  const json = { ...ADMIN, "content-type": "application/json" };
  expect((await call(lab.espocrm, "POST", "Admin/clearCache", json, "{}")).text).toBe("true");
  expect(await status()).toBe(200);
  expect(lab.provider.paths()).toContain("/new-jwks");
});

test("the period can be set, as PHP writes it", async () => {
  lab.set({ oidcJwksCachePeriod: "1 hour" });
  await status();
  lab.clock.now += 3_600_000;
  await status();
  expect(fetched()).toBe(1);
  lab.set({ oidcJwksCachePeriod: "now and then" });
  expect(await status()).toBe(500);
});

test("an empty set is never kept, and nothing is without EspoCRM's cache", async () => {
  lab.provider.answers.set("/jwks", { body: { keys: [] } });
  expect(await status()).toBe(401);
  lab.provider.answers.delete("/jwks");
  expect(await status()).toBe(200);

  lab.set({ useCache: false });
  await status();
  await status();
  expect(fetched()).toBe(4);
});

test.each([
  ["no keys at all", { body: {} }, "OIDC: JWKS bad response."],
  ["HTML", { status: 404, body: "<html>" }, "OIDC: JWKS bad response."],
  ["an error", { status: 500, body: "" }, "OIDC: JWKS bad response."],
  [
    "an RSA key without kid",
    { body: { keys: [{ kty: "RSA", n: "x", e: "AQAB" }] } },
    "Bad JWK value.",
  ],
])("%s is 500", async (_what, answer, reason) => {
  lab.provider.answers.set("/jwks", answer);
  expect(await lab.signIn()).toMatchObject({ status: 500, text: "" });
  expect(lab.log()).toEqual([reason]);
});

test("an endpoint that is unreachable or missing is 500", async () => {
  lab.set({ oidcJwksEndpoint: "http://127.0.0.1:1/jwks" });
  expect(await status()).toBe(500);
  lab.set({ oidcJwksEndpoint: null });
  expect(await status()).toBe(500);
  expect(lab.log()).toEqual([
    "OIDC: JWKS request error. Status: 0.",
    "JSON Web Key Set endpoint not specified in settings.",
  ]);
});
