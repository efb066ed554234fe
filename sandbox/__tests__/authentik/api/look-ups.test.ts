import { createPrivateKey, X509Certificate } from "node:crypto";
import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import { apiOf, resultsOf, textAt, type Call } from "../api-client";

let sandbox: AuthentikSandbox;
let call: Call;
beforeAll(async () => {
  sandbox = await startAuthentik();
  call = apiOf(sandbox);
});
afterAll(() => sandbox.close());

const MANAGED = "goauthentik.io/providers/oauth2/scope-";

test("flows are found by slug and designation", async () => {
  const bySlug = await call("GET", "/flows/instances/?slug=default-provider-invalidation-flow");
  expect(resultsOf(bySlug)).toMatchObject([{ designation: "invalidation" }]);
  const byBoth = await call(
    "GET",
    "/flows/instances/?slug=default-provider-invalidation-flow&designation=authorization",
  );
  expect(resultsOf(byBoth)).toEqual([]);
  const one = await call("GET", "/flows/instances/default-authentication-flow/");
  expect(one.body["designation"]).toBe("authentication");
});

test("managed scope mappings come in the server's order, whatever was asked first", async () => {
  const query = ["openid", "profile", "email"].map((scope) => `managed=${MANAGED}${scope}`);
  const answer = await call("GET", `/propertymappings/provider/scope/?${query.join("&")}`);
  expect(resultsOf(answer).map((mapping) => mapping["scope_name"])).toEqual([
    "email",
    "openid",
    "profile",
  ]);
});

test("a managed name that does not exist is no valid choice", async () => {
  const query = `managed=${MANAGED}openid&managed=${MANAGED}phone`;
  const { status, body } = await call("GET", `/propertymappings/provider/scope/?${query}`);
  expect(status).toBe(400);
  const choice = `Select a valid choice. ${MANAGED}phone is not one of the available choices.`;
  expect(body).toEqual({ managed: [choice] });
});

test("own scope mappings share a scope, but not a name", async () => {
  const mapping = { name: "mine", scope_name: "profile", expression: "return {}\n" };
  const first = await call("POST", "/propertymappings/provider/scope/", mapping);
  expect(first).toMatchObject({
    status: 201,
    body: { expression: "return {}", managed: null, description: "" },
  });
  const broken = { ...mapping, name: "broken", expression: "return {" };
  // As recorded of 2026.2.2 ("scope bad python").
  expect((await call("POST", "/propertymappings/provider/scope/", broken)).body).toEqual({
    expression: ["Expression Syntax Error: '{' was never closed (None, line 2)"],
  });
  const second = await call("POST", "/propertymappings/provider/scope/", mapping);
  expect(second.body).toEqual({ name: ["Property Mapping with this name already exists."] });
});

test("a key pair's certificate and private key belong together", async () => {
  const name = encodeURIComponent("authentik Self-signed Certificate");
  const [keyPair] = resultsOf(await call("GET", `/crypto/certificatekeypairs/?name=${name}`));
  expect(keyPair).toMatchObject({
    key_type: "rsa",
    private_key_available: true,
    cert_subject: "OU=Self-signed,O=authentik,CN=authentik Self-signed Certificate",
  });
  const path = `/crypto/certificatekeypairs/${textAt(keyPair, "pk")}`;
  const certificate = await call("GET", `${path}/view_certificate/`);
  const key = await call("GET", `${path}/view_private_key/`);
  const x509 = new X509Certificate(textAt(certificate.body, "data"));
  expect(x509.checkPrivateKey(createPrivateKey(textAt(key.body, "data")))).toBe(true);
  expect(textAt(keyPair, "fingerprint_sha256")).toBe(x509.fingerprint256.toLowerCase());
});

test("key pairs come by name, and with details even where nobody wants them", async () => {
  const names = resultsOf(await call("GET", "/crypto/certificatekeypairs/?include_details=false"));
  expect(names.map(({ name }) => name)).toEqual(["EC", "authentik Self-signed Certificate"]);
  // As recorded of 2026.2.2 and of a snapshot of 2026.5 ("keys no details").
  expect(names.map(({ key_type }) => key_type)).toEqual(["ec", "rsa"]);
  expect(textAt(names[0], "cert_expiry")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test("what the sandbox cannot change, it says", async () => {
  const answer = await call("POST", "/crypto/certificatekeypairs/", {});
  expect(answer).toMatchObject({
    status: 501,
    body: {
      detail: "The authentik sandbox does not change the objects of crypto/certificatekeypairs.",
    },
  });
});

test("the flow after logging out has its own name", async () => {
  // As recorded of 2026.2.2 ("flow invalidation").
  const { body } = await call("GET", "/flows/instances/default-provider-invalidation-flow/");
  expect(body["name"]).toBe("Logged out of application");
});

describe("lists", () => {
  test("a filter takes none but its choices", async () => {
    // As recorded of 2026.2.2 ("flow filter bad enum").
    const answer = await call("GET", "/flows/instances/?designation=nonsense");
    const message = "Select a valid choice. nonsense is not one of the available choices.";
    expect([answer.status, answer.body]).toEqual([400, { designation: [message] }]);
    const good = await call("GET", "/flows/instances/?designation=authentication");
    expect(resultsOf(good)).toHaveLength(1);
  });

  test("come in pages of twenty", async () => {
    const groups = Array.from({ length: 25 }, (_, n) => ({ name: `team ${n + 10}` }));
    sandbox.seed({ groups });
    const first = await call("GET", "/core/groups/?search=team");
    expect(first.body["pagination"]).toEqual({
      next: 2,
      previous: 0,
      count: 25,
      current: 1,
      total_pages: 2,
      start_index: 1,
      end_index: 20,
    });
    const second = await call("GET", "/core/groups/?search=team&page=2");
    expect(resultsOf(second)).toHaveLength(5);
    expect(second.body["pagination"]).toMatchObject({ next: 0, previous: 1, start_index: 21 });
    const small = await call("GET", "/core/groups/?search=team&page_size=2&ordering=-name");
    expect(resultsOf(small).map(({ name }) => name)).toEqual(["team 34", "team 33"]);
    const beyond = await call("GET", "/core/groups/?search=team&page=3");
    expect(beyond).toMatchObject({ status: 404, body: { detail: "Invalid page." } });
  });

  test("have all parts of the envelope when they are empty", async () => {
    expect((await call("GET", "/core/groups/?name=nobody")).body).toEqual({
      pagination: {
        next: 0,
        previous: 0,
        count: 0,
        current: 1,
        total_pages: 1,
        start_index: 0,
        end_index: 0,
      },
      results: [],
      autocomplete: {},
    });
  });
});
