import { acme, WrittenFile } from "./written-file";

const SECRET = "hunter2Hunter2hunter2";

describe("A secret in the file", () => {
  let file: WrittenFile;
  beforeAll(() => {
    file = new WrittenFile();
  });
  afterAll(() => file.close());

  it.each([
    ["provider", "clientSecret", "clientSecretVariable"],
    ["authentik", "token", "TF_VAR_authentik_token"],
    ["authentik", "api_token", "TF_VAR_authentik_token"],
    ["espocrm", "password", "TF_VAR_espocrm_password"],
    ["login", "oidcClientSecret", "clientSecretVariable"],
    ["backend", "secretKey", "AWS_SECRET_ACCESS_KEY"],
    ["backend", "connStr", "PG_CONN_STR"],
    ["application", "privateKey", "TF_VAR_"],
  ])("is refused as %s.%s, with where it belongs", (section, key, home) => {
    const text = `defaults:\n  ${section}: { ${key}: ${SECRET} }\n${acme()}`;
    const { message, problems } = file.refusal(text);
    const [problem] = problems.filter(({ path }) => path === `defaults.${section}.${key}`);
    expect(problem?.line).toBe(2);
    expect(problem?.mend).toContain(home);
    expect(message).not.toContain(SECRET);
  });

  it.each([
    ["a private key", `onDestroy: "-----BEGIN RSA PRIVATE KEY----- ${SECRET}"`],
    ["credentials in an address", `provider: { name: "https://me:${SECRET}@host.company/" }`],
    ["a signed token", `provider: { clientId: eyJhbGciOiJI.${SECRET}.x }`],
    ["an HTTP credential", `provider: { name: "Bearer ${SECRET}" }`],
    ["a password in a connection string", `provider: { name: "host=db password=${SECRET}" }`],
    ["the value of a variable", `provider: { clientSecretVariable: ${SECRET}123 }`],
    ["a number", "provider: { clientSecretVariable: 22222222222222 }"],
    ["a text that no quote ends", `onDestroy: "x\n    token: ${SECRET}`],
  ])("is refused and not shown: %s", (_what, line) => {
    const { message } = file.refusal(acme(line));
    expect(message).not.toContain(SECRET);
    expect(message).not.toContain("22222222222222");
  });

  it("is not shown where it stands in the way of something else", () => {
    const text = acme(`login: { logoutUrl: 1, jwksCachePeriod: "secret: ${SECRET}" }`);
    expect(file.refusal(text).message).not.toContain(SECRET);
  });

  it("is not suspected in names of variables, keys and groups", () => {
    const line =
      "provider: { clientSecretVariable: espocrm_client_secret_2026, signingKey: Token key of 2026 }";
    expect(file.load(acme(line)).integrations).toHaveLength(1);
  });
});

describe("A variable of the environment", () => {
  let file: WrittenFile;
  beforeAll(() => {
    file = new WrittenFile();
  });
  afterAll(() => file.close());

  const named = (name: string, environment: NodeJS.ProcessEnv = {}) =>
    file.load(
      acme().replace("name: EspoCRM", () => `name: ${JSON.stringify(name)}`),
      environment,
    ).integrations[0]?.props.application.name;

  it("is filled in, with a default where it has none", () => {
    expect(named("${A}-${B:-b}", { A: "a" })).toBe("a-b");
    expect(named("${B:-}x", { B: "" })).toBe("x");
  });

  it("is left alone after another $", () => {
    expect(named("$${A} $A %{A}", { A: "a" })).toBe("${A} $A %{A}");
  });

  it("is left alone in policies, which are programs", () => {
    const bindings = acme('bindings: [{ policy: { name: p, expression: "return ${A}" } }]');
    expect(file.load(bindings, { A: "a" }).integrations[0]?.props.bindings).toEqual([
      { policy: { name: "p", expression: "return ${A}" } },
    ]);
  });

  it.each([
    ["${A}", "${A}, which is not set", "set A, or write a default: ${A:-…}"],
    ["${EMPTY}", "${EMPTY}, which is set, but empty", "set EMPTY"],
    ["${A", "a ${ that is not closed", "close it with }"],
    ["${a b}", "does not hold the name", "correct the name"],
    ["${TF_VAR_espocrm_username}", "looks like a credential", "leave the credential out"],
    ["${MY_TOKEN:-x}", "looks like a credential", "leave the credential out"],
    ["${SSH_KEY}", "looks like a credential", "leave the credential out"],
    ["${DB_PASSWORD}", "looks like a credential", "leave the credential out"],
  ])("is refused as %s: %s", (text, found, mend) => {
    const environment = {
      EMPTY: "",
      TF_VAR_espocrm_username: SECRET,
      MY_TOKEN: SECRET,
      SSH_KEY: SECRET,
      DB_PASSWORD: SECRET,
    };
    const content = acme().replace("name: EspoCRM", () => `name: ${JSON.stringify(text)}`);
    const { message, problems } = file.refusal(content, environment);
    expect(problems).toMatchObject([
      {
        line: 5,
        column: 26,
        path: "integrations.acme.application.name",
        found: expect.stringContaining(found) as string,
        mend: expect.stringContaining(mend) as string,
      },
    ]);
    expect(message).not.toContain(SECRET);
  });

  it("is asked for once, and not taken for an address that is wrong", () => {
    const text = acme().replace("https://espocrm.company", '"${CRM}"');
    expect(file.problems(text).map(({ found }) => found)).toEqual(["${CRM}, which is not set"]);
  });

  it("is checked like any other text", () => {
    const text = acme().replace("https://espocrm.company", '"${CRM}"');
    expect(file.problems(text, { CRM: "http://espocrm.company" })).toMatchObject([
      { line: 4, column: 21, rule: "plain-http" },
    ]);
    const withCredentials = file.refusal(text, { CRM: `https://me:${SECRET}@espocrm.company` });
    expect(withCredentials.message).not.toContain(SECRET);
  });
});
