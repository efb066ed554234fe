import { type Finding, Integrated, JANE } from "./integrated";

let integrated: Integrated;
beforeAll(async () => {
  integrated = await Integrated.start();
});
beforeEach(async () => {
  await integrated.configure();
  await integrated.integrate();
});
afterAll(() => integrated.close());

const login = async (user: string = JANE.username): Promise<Finding | undefined> =>
  (await integrated.verify("--login", user))["login"];

test("a user signs in and out again, and nothing stays behind", async () => {
  const found = await login();
  expect(found?.saw).toBe(
    'jane signs in; EspoCRM knows this user as "jane" (regular, Jane Doe), and is logged out again',
  );
  expect(found?.status).toBe("pass");
  const { authentik, espocrm } = integrated;
  expect(espocrm.state.tokens.list().filter(({ isActive }) => isActive)).toEqual([]);
  const urls = authentik.journal.list().map(({ url }) => url);
  expect(urls.some((url) => url.includes("/espocrm/end-session/"))).toBe(true);
  expect(urls.some((url) => url.includes("executor/default-invalidation-flow/"))).toBe(true);
});

describe("a login that fails says why", () => {
  const seed = (settings: Record<string, unknown>) => integrated.espocrm.seed({ settings });

  test("the password is wrong", async () => {
    const found = await callWith("wrong-pass-word");
    expect(found).toMatchObject({ status: "fail" });
    expect(found?.saw).toContain("authentik does not sign jane in");
  });

  test("the user is not active, or not there, where authentik says the same", async () => {
    integrated.authentik.seed({ users: [{ ...JANE, groups: ["crm-users"], isActive: false }] });
    const found = await login();
    expect(found?.saw).toContain("authentik does not sign jane in (");
    expect(found?.saw).toContain("): this user is not active there");
    expect(found?.mend).toContain("Activate the user");
    expect((await login("nobody"))?.saw).toContain("): it has no user of that name");
  });

  test("there is no password, and nobody to ask", async () => {
    await expect(callWith("")).rejects.toThrow("ESPO_AUTHENTIK_LOGIN_PASSWORD");
  });

  test("a binding keeps the user out", async () => {
    integrated.authentik.seed({ users: [{ ...JANE, groups: [] }] });
    const found = await login();
    expect(found?.status).toBe("fail");
    expect(found?.saw).toContain("authentik lets jane not into this application");
    expect(found?.saw).toContain("popup");
  });

  test("EspoCRM has no such user", async () => {
    const user = { ...JANE, username: "Nobody", groups: ["crm-users"] };
    integrated.authentik.seed({ users: [user] });
    const found = await login("Nobody");
    expect(found?.saw).toContain('an empty 401: it has no user "nobody" (authentik\'s claim sub)');
    expect(found?.mend).toContain("login.createUsers");
  });

  test("EspoCRM's user is not active", async () => {
    integrated.espocrm.seed({ users: [{ userName: "jane", isActive: false }] });
    expect((await login())?.saw).toContain('its user "jane" is not active');
  });

  test("EspoCRM's user is an administrator, and those may not", async () => {
    integrated.espocrm.seed({ users: [{ userName: "jane", type: "admin" }] });
    const found = await login();
    expect(found?.saw).toContain('"jane" is an administrator');
    expect(found?.mend).toContain("login.allowAdministrators");
    seed({ oidcAllowAdminUser: true });
    expect((await login())?.status).toBe("pass");
  });

  test("EspoCRM's user is one for machines", async () => {
    integrated.espocrm.seed({ users: [{ userName: "jane", type: "api", apiKey: "key-of-jane" }] });
    expect((await login())?.saw).toContain("is of type api");
  });

  test("EspoCRM holds another secret than authentik", async () => {
    await integrated.put({ oidcClientSecret: "another-secret-0123456789" });
    const found = await login();
    expect(found?.saw).toContain(
      "an empty 500, though authentik gives us tokens for the same request: the client secret that EspoCRM holds is not authentik's",
    );
    expect(found?.mend).toContain("-replace=restapi_object.secret");
  });

  test("EspoCRM knows older keys alone", async () => {
    expect((await login())?.status).toBe("pass");
    const name = "authentik Self-signed Certificate";
    integrated.authentik.seed({ keyPairs: [{ name, key: "other-rsa" }] });
    const found = await login();
    expect(found?.saw).toContain("an empty 401, though user and tokens are right: it knows older");
    expect(found?.mend).toContain("clear-key-cache acme");
  });

  test("the claim with the user name is missing", async () => {
    await integrated.put({ oidcUsernameClaim: "crm_name" });
    await integrated.configure({
      login: { usernameClaim: "crm_name" },
      provider: { scopeMappings: ["00000000-0000-4000-8000-000000000000"] },
    });
    expect((await login())?.saw).toContain("authentik gives no claim crm_name");
  });

  test("EspoCRM has had enough of failed log-ins", async () => {
    for (let n = 0; n < 11; n += 1) {
      await fetch(`${integrated.espocrm.url}/api/v1/App/user`, {
        headers: { authorization: `Basic ${btoa("admin:wrong")}` },
      });
    }
    expect((await login())?.why).toBe('it follows from "EspoCRM shows its settings"');
  });

  test("EspoCRM answers with an error", async () => {
    integrated.espocrm.faults.add({
      path: "/api/v1/App/user",
      effect: { kind: "answer", status: 502, body: "<title>Bad Gateway</title>" },
    });
    const found = await login();
    expect(found?.status).toBe("fail");
    expect(found?.saw).toContain('EspoCRM answered with HTTP 502 and a page "Bad Gateway"');
  });

  test("EspoCRM is in maintenance mode, and its own administrators still get in", async () => {
    await integrated.put({ maintenanceMode: true });
    expect((await login())?.why).toBe('it follows from "EspoCRM is open to users"');
    seed({ oidcAllowAdminUser: true });
    integrated.espocrm.seed({ users: [{ userName: "jane", type: "admin" }] });
    expect((await login())?.status).toBe("pass");
  });

  test("what stands before EspoCRM answers with a 503 of its own", async () => {
    integrated.espocrm.faults.add({
      path: "/api/v1/App/user",
      effect: { kind: "answer", status: 503, body: "<title>No backend</title>" },
    });
    expect((await login())?.saw).toContain('HTTP 503 and a page "No backend"');
  });
});

describe("one cause is one red line", () => {
  type Providers = Integrated["authentik"]["state"]["providers"];
  type Provider = NonNullable<ReturnType<Providers["get"]>>;
  const authentik = () => integrated.authentik;
  const espocrm = () => integrated.espocrm;
  const eachProvider = (change: (provider: Provider) => void) => {
    for (const provider of authentik().state.providers.values()) change(provider);
  };

  test.each<[string, string, () => unknown]>([
    [
      "the site URL",
      "site-url",
      () => espocrm().seed({ settings: { siteUrl: "http://x.example" } }),
    ],
    [
      "the redirect URI",
      "redirect-uri",
      () =>
        eachProvider((provider) => {
          provider.redirect_uris = provider.redirect_uris.map((uri) => ({
            ...uri,
            url: `${uri.url}/`,
          }));
        }),
    ],
    [
      "an EC key",
      "signing-key",
      () => {
        const keys = [...authentik().state.keyPairs.values()];
        const key = keys.find(({ name }) => name === "EC");
        eachProvider((provider) => (provider.signing_key = key?.pk ?? null));
      },
    ],
    [
      "the token endpoint",
      "espocrm-settings",
      () => integrated.put({ oidcTokenEndpoint: `${authentik().url}/elsewhere/` }),
    ],
    ["maintenance", "maintenance", () => integrated.put({ maintenanceMode: true })],
    ["grants", "authorization", () => eachProvider((provider) => (provider.grant_types = []))],
    [
      "scopes",
      "scopes",
      () => {
        const mappings = [...authentik().state.scopeMappings.values()];
        const openid = mappings.find(({ scope_name: name }) => name === "openid")?.pk;
        eachProvider((provider) => {
          provider.property_mappings = provider.property_mappings.filter((id) => id !== openid);
        });
      },
    ],
    [
      "a flow for something else",
      "authorization",
      () => {
        const flows = [...authentik().state.flows.values()];
        const flow = flows.find(({ designation }) => designation === "invalidation");
        eachProvider((provider) => (provider.authentication_flow = flow?.pk ?? null));
      },
    ],
  ])("%s", async (_, cause, breakIt) => {
    await breakIt();
    const findings = await integrated.verify("--login", JANE.username);
    const red = Object.values(findings).filter(({ status }) => status === "fail");
    expect(red.map(({ id }) => id)).toEqual([cause]);
    expect(findings["login"]?.why).toBe(`it follows from "${String(red[0]?.title)}"`);
  });
});

describe("EspoCRM 10, which sends a code challenge and keeps its verifier in a session", () => {
  beforeEach(() => {
    integrated.espocrm.upgrade("10.0.0");
    integrated.espocrm.seed({ settings: { oidcAuthorizationPkce: true } });
  });

  test("gets its cookie back, and authentik the challenge", async () => {
    const found = await login();
    expect(found?.saw).toContain("jane signs in");
    expect(found?.status).toBe("pass");
    const asked = integrated.authentik.journal.list().map(({ url }) => url);
    expect(
      asked.filter((url) => url.includes("code_challenge_method=S256")).length,
    ).toBeGreaterThan(0);
  });

  test("sends none where an upgrade left it off, and people sign in all the same", async () => {
    integrated.espocrm.seed({ removeSettings: ["oidcAuthorizationPkce"] });
    expect((await login())?.status).toBe("pass");
    const asked = integrated.authentik.journal.list().map(({ url }) => url);
    expect(asked.filter((url) => url.includes("code_challenge"))).toEqual([]);
  });

  test.each([
    ["never begun", "as its PHP sets no session cookie"],
    ["forgotten", "as its PHP forgets the session, or the next request meets another application"],
  ] as const)("whose session is %s is told as the cause", async (keeping, why) => {
    integrated.espocrm.state.sessions.keeping = keeping;
    const found = await login();
    expect(found?.status).toBe("fail");
    expect(found?.saw).toContain("EspoCRM answers with an empty 500");
    expect(found?.saw).toContain("EspoCRM has lost the code verifier (PKCE)");
    expect(found?.saw).toContain(why);
    expect(found?.mend).toContain("session.save_path");
    const active = integrated.espocrm.state.tokens.list().filter(({ isActive }) => isActive);
    expect(active).toEqual([]);
  });

  test("with another secret than authentik's is not told to have lost its session", async () => {
    integrated.espocrm.seed({ settings: { oidcClientSecret: "another-secret-0123456789" } });
    expect((await login())?.saw).toContain(
      "the client secret that EspoCRM holds is not authentik's",
    );
  });
});

describe("what a command can't do is said, and is not red", () => {
  const executor = (body: object) =>
    integrated.authentik.faults.add({
      method: "POST",
      path: "/api/v3/flows/executor/default-authentication-flow/",
      effect: {
        kind: "answer",
        status: 200,
        body: JSON.stringify(body),
        contentType: "application/json",
      },
    });

  test.each([
    [{ component: "ak-stage-authenticator-validate" }, "asks this user for a second factor"],
    [{ component: "ak-stage-captcha" }, "needs a browser (ak-stage-captcha)"],
    [
      { component: "xak-flow-redirect", to: "https://other.example/saml?x=1" },
      "leads to https://other.example/saml",
    ],
  ])("%j", async (challenge, why) => {
    executor(challenge);
    const found = await login();
    expect(found?.status).toBe("not checked");
    expect(found?.why).toContain(why);
  });

  test("a flow that fails, denies, or never ends is red", async () => {
    executor({ component: "xak-flow-error", error: "boom", request_id: "1" });
    expect((await login())?.saw).toContain(
      "authentik's flow default-authentication-flow fails: boom",
    );
    integrated.authentik.faults.clear();
    executor({ component: "ak-stage-access-denied", error_message: "Not today." });
    expect((await login())?.saw).toContain('("Not today.")');
    integrated.authentik.faults.clear();
    executor({ component: "ak-stage-password" });
    expect((await login())?.saw).toContain("has no end");
  });
});

test("a flow that asks for consent gets it", async () => {
  const { authentik } = integrated;
  const flow = [...authentik.state.flows.values()].find(({ slug }) => slug.includes("explicit"));
  for (const provider of authentik.state.providers.values()) {
    provider.authorization_flow = flow?.pk ?? "";
  }
  expect((await login())?.status).toBe("pass");
});

test("authentik's session ends after a login that failed, too", async () => {
  integrated.espocrm.seed({ users: [{ userName: "jane", isActive: false }] });
  await login();
  const last = integrated.authentik.journal.list().at(-1)?.url;
  expect(last).toContain("executor/default-invalidation-flow/");
});

async function callWith(password: string): Promise<Finding | undefined> {
  const { stdout } = await integrated.call(["--json", "--login", "jane"], {
    ...integrated.environment,
    ESPO_AUTHENTIK_LOGIN_PASSWORD: password,
  });
  const { stacks } = JSON.parse(stdout) as { stacks: [{ checks: Finding[] }] };
  return stacks[0].checks.find(({ id }) => id === "login");
}
