import { setTimeout as sleep } from "node:timers/promises";
import { checksWith } from "../../../cli/verify/checks";
import { CHECK_IDS } from "../../../cli/verify/checks/ids";
import { flowPk, resultsOf, textAt } from "../../../sandbox/__tests__/authentik/api-client";
import { type Finding, Integrated } from "./integrated";

let integrated: Integrated;
beforeAll(async () => {
  integrated = await Integrated.start();
});
beforeEach(async () => {
  await integrated.configure();
  await integrated.integrate();
});
afterAll(() => integrated.close());

type Findings = Readonly<Record<string, Finding>>;

const withStatus = (findings: Findings, status: Finding["status"]): string[] =>
  Object.values(findings)
    .filter((finding) => finding.status === status)
    .map(({ id }) => id);
const red = (findings: Findings) => withStatus(findings, "fail");
const yellow = (findings: Findings) => withStatus(findings, "warning");
const grey = (findings: Findings) => withStatus(findings, "not checked");

/** What is never checked here, for nobody asked for it. */
const UNASKED = ["back-channel-logout", "login"];

test("there is a check for each id, in the order of the ids", () => {
  expect(checksWith(undefined).map(({ id }) => id)).toEqual(CHECK_IDS);
});

test("a healthy integration is green, and everything that could be asked was", async () => {
  const findings = await integrated.verify();
  expect(red(findings)).toEqual([]);
  expect(yellow(findings)).toEqual([]);
  expect(grey(findings)).toEqual(UNASKED);
  expect(findings["authentik"]?.saw).toContain(
    `${integrated.authentik.url}/application/o/espocrm/`,
  );
  expect(findings["espocrm"]?.saw).toContain("EspoCRM 9.3.9");
});

test("nothing is changed on either side, and nothing is asked twice", async () => {
  const settings = JSON.stringify(integrated.espocrm.settings());
  const providers = JSON.stringify([...integrated.authentik.state.providers.values()]);
  const tokens = integrated.espocrm.state.tokens.list().length;
  await integrated.verify();
  expect(JSON.stringify(integrated.espocrm.settings())).toBe(settings);
  expect(JSON.stringify([...integrated.authentik.state.providers.values()])).toBe(providers);
  expect(integrated.espocrm.state.tokens.list()).toHaveLength(tokens);
  for (const { journal } of [integrated.authentik, integrated.espocrm]) {
    const asked = journal.list().map(({ method, url }) => `${method} ${url}`);
    expect(new Set(asked).size).toBe(asked.length);
  }
  expect(integrated.espocrm.journal.list()).toHaveLength(3);
});

describe("who may log in", () => {
  const bind = async (body: object): Promise<void> => {
    const { applications, bindings } = integrated.authentik.state;
    const [application] = [...applications.values()];
    const pk = "7b0b6a3e-9f0a-4c61-8f3e-0d6a5c1f2b11";
    bindings.set(pk, {
      ...{ pk, target: application?.pk ?? "", policy: null, group: null, user: null },
      ...{ negate: false, enabled: true, order: 5, timeout: 30, failure_result: false },
      ...body,
    });
    return Promise.resolve();
  };
  const guest = () =>
    [...integrated.authentik.state.users.values()].find(({ username }) => username === "guest");

  test("a binding that is not declared is red, and named", async () => {
    await bind({ user: guest()?.pk });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["access"]);
    expect(findings["access"]?.saw).toContain("user guest");
  });

  test("one that is switched off lets nobody in", async () => {
    await bind({ user: guest()?.pk, enabled: false });
    expect(red(await integrated.verify())).toEqual([]);
  });
});

describe("authentik", () => {
  test("that does not answer is the one red check; what needs it is not checked", async () => {
    integrated.authentik.faults.add({ effect: { kind: "refuse" } });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["authentik"]);
    expect(withStatus(findings, "pass")).toEqual([
      "espocrm",
      "espocrm-settings",
      "undeclared-settings",
      "maintenance",
      "site-url",
    ]);
    expect(findings["signing-key"]?.why).toBe('it follows from "authentik answers as declared"');
    expect(findings["redirect-uri"]?.why).toContain("authentik closed the connection");
  });

  test("that takes too long is told with verify's own option", async () => {
    integrated.authentik.faults.add({ delay: 2000 });
    const { authentik } = await integrated.verify("--timeout", "0.3");
    expect(authentik?.saw).toContain("authentik did not answer in time");
    expect(authentik?.mend).toContain("Give it longer with --timeout.");
  });

  test("without an application of the slug", async () => {
    await integrated.api("PATCH", "/core/applications/espocrm/", { slug: "crm" });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["authentik", "authentik-api"]);
    expect(findings["authentik"]?.saw).toContain('no application with the slug "espocrm"');
    expect(findings["authentik-api"]?.saw).toContain('belongs to "crm", not to "espocrm"');
    expect(grey(findings)).toEqual(
      expect.arrayContaining(["signing-key", "key-cache", "logout", "clocks"]),
    );
  });

  test("whose issuer is another one", async () => {
    await integrated.patchProvider({ issuer_mode: "global" });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["authentik"]);
    expect(findings["authentik"]?.saw).toContain(
      `issuer is ${integrated.authentik.url}/, not ${integrated.authentik.url}/application/o/espocrm/`,
    );
    expect(findings["authentik"]?.mend).toContain("provider.issuerMode");
  });

  test("behind a proxy that hides its address", async () => {
    const { authentik } = integrated;
    const path = "/application/o/espocrm/.well-known/openid-configuration";
    const document = await (await fetch(authentik.url + path)).text();
    const body = document.replaceAll(authentik.url, "http://authentik-server:9000");
    authentik.faults.add({
      path,
      effect: { kind: "answer", status: 200, body, contentType: "application/json" },
    });
    const { authentik: finding } = await integrated.verify();
    expect(finding?.status).toBe("fail");
    expect(finding?.mend).toContain("X-Forwarded-Proto");
  });

  test.each([
    ["of nobody", "wrong", "does not accept the API token"],
    ["without rights", "", "does not let the API token"],
  ])("that is asked with a token %s", async (_, given, saw) => {
    const token = given || integrated.authentik.tokenWithoutPermission;
    const { stdout } = await integrated.call(["--json"], {
      ...integrated.environment,
      TF_VAR_authentik_token: token,
    });
    const { stacks } = JSON.parse(stdout) as { stacks: [{ checks: Finding[] }] };
    const findings = Object.fromEntries(stacks[0].checks.map((check) => [check.id, check]));
    expect(red(findings)).toContain("authentik-api");
    expect(findings["authentik-api"]?.saw).toContain(saw);
    expect(findings["authentik-api"]?.mend).not.toContain(token);
    expect(withStatus(findings, "pass")).toEqual(
      expect.arrayContaining(["authentik", "espocrm", "espocrm-settings", "authorization"]),
    );
  });

  test("without the provider", async () => {
    await integrated.patchProvider({ client_id: "another" });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["authentik-api"]);
    expect(findings["authentik-api"]?.saw).toContain(
      'no OAuth2 provider with the client ID "espocrm"',
    );
  });
});

describe("authentik's release line", () => {
  const isOfVersion = (version: string) =>
    integrated.authentik.faults.add({
      path: "/api/v3/admin/version/",
      effect: {
        kind: "answer",
        status: 200,
        body: JSON.stringify({ version_current: version }),
        contentType: "application/json",
      },
    });

  test("that is another one than declared is red, with the line to write", async () => {
    isOfVersion("2026.2.2");
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["release"]);
    expect(findings["release"]?.saw).toMatch(/^authentik is 2026\.2\.2; the configuration says /);
    expect(findings["release"]?.mend).toMatch(/^Write "2026\.2" as authentik\.release, or upgrade/);
  });

  test("that is newer than the declared one is red, too", async () => {
    isOfVersion("2026.8.3");
    await integrated.configure({ authentik: { release: "2026.2" } });
    const { release } = await integrated.verify();
    expect(release).toMatchObject({
      status: "fail",
      saw: "authentik is 2026.8.3; the configuration says 2026.2: its Terraform provider leaves out the grant types, and nobody can log in",
      mend: 'Write "2026.8" as authentik.release.',
    });
  });

  test("that nobody tested is a warning where it is declared", async () => {
    isOfVersion("2099.1.0");
    await integrated.configure({ authentik: { release: "2099.1" } });
    const findings = await integrated.verify();
    expect(yellow(findings)).toEqual(["release"]);
    expect(findings["release"]?.saw).toContain("newer than what was tested");
  });

  test("that authentik does not tell is not checked, and it is said why", async () => {
    for (const path of ["/api/v3/admin/version/", "/api/v3/schema/"])
      integrated.authentik.faults.add({ path, effect: { kind: "answer", status: 404, body: "" } });
    integrated.authentik.faults.add({
      path: "/if/flow/default-authentication-flow/",
      effect: { kind: "answer", status: 302, body: "" },
    });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual([]);
    expect(findings["release"]?.status).toBe("not checked");
    expect(findings["release"]?.why).toMatch(
      /^authentik is of line \S+ or a newer one.*more it does not say$/,
    );
  });
});

describe("EspoCRM", () => {
  const settings = (changed: object) => integrated.espocrm.seed({ settings: { ...changed } });

  test("that does not answer is the one red check", async () => {
    integrated.espocrm.faults.add({ effect: { kind: "refuse" } });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["espocrm"]);
    expect(grey(findings)).toEqual(
      expect.arrayContaining(["espocrm-settings", "site-url", "redirect-uri", "clocks"]),
    );
    expect(findings["authorization"]?.status).toBe("pass");
  });

  test.each([
    [{ TF_VAR_espocrm_password: "not-the-password" }, "does not accept TF_VAR_espocrm_username"],
    [
      { TF_VAR_espocrm_username: "user1", TF_VAR_espocrm_password: "user1-password" },
      "but not as an administrator's",
    ],
  ])("that is asked with the credentials %j", async (credentials, saw) => {
    settings({ oidcAllowRegularUserFallback: true });
    const { stdout } = await integrated.call(["--json"], {
      ...integrated.environment,
      ...credentials,
    });
    const { stacks } = JSON.parse(stdout) as { stacks: [{ checks: Finding[] }] };
    const findings = Object.fromEntries(stacks[0].checks.map((check) => [check.id, check]));
    expect(red(findings)).toEqual(["espocrm"]);
    expect(findings["espocrm"]?.saw).toContain(saw);
    expect(findings["espocrm-settings"]?.status).toBe("not checked");
    expect(findings["undeclared-settings"]?.status).toBe("not checked");
    expect(findings["site-url"]?.status).toBe("pass");
  });

  test("whose undeclared settings let people in, or overwrite accounts", async () => {
    settings({ oidcAllowAdminUser: true, oidcCreateUser: 1, oidcJwksCachePeriod: "1 day" });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual([]);
    expect(yellow(findings)).toEqual(["undeclared-settings"]);
    const { mend, saw } = findings["undeclared-settings"] as Finding;
    expect(saw).toContain(
      "oidcAllowAdminUser is true: administrators may sign in through authentik",
    );
    expect(saw).toContain("oidcCreateUser is 1: unknown users are created in EspoCRM");
    expect(saw).toContain('"1 day"');
    expect(mend).toContain("login.allowAdministrators");
    expect(mend).toContain("login.createUsers");
  });

  test("whose undeclared settings are off in other words, as EspoCRM 10 has them, or declared", async () => {
    await integrated.configure({ login: { syncUsers: true } });
    await integrated.integrate();
    settings({ oidcAllowAdminUser: false, oidcCreateUser: 0, oidcAuthorizationPkce: true });
    const findings = await integrated.verify();
    expect(yellow(findings)).toEqual([]);
  });

  test("that takes no passwords any more", async () => {
    settings({ oidcFallback: false });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["espocrm"]);
    expect(findings["espocrm"]?.saw).toContain("password fallback is off");
    expect(findings["espocrm"]?.mend).toContain("data/config.php");
  });

  test("that can't load its authentication method", async () => {
    settings({ authenticationMethod: "Nope" });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["espocrm"]);
    expect(findings["espocrm"]?.saw).toContain("fails at every log-in");
  });

  test("that has had enough of failed log-ins", async () => {
    const { espocrm } = integrated;
    for (let n = 0; n < 11; n += 1) {
      await fetch(`${espocrm.url}/api/v1/App/user`, {
        headers: { authorization: `Basic ${btoa("admin:wrong")}` },
      });
    }
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["espocrm"]);
    expect(findings["espocrm"]?.saw).toContain("an empty 403");
    expect(findings["espocrm"]?.mend).toContain("wait a minute");
    expect(findings["redirect-uri"]?.status).toBe("pass");
  });

  test("whose managed settings were changed", async () => {
    settings({ oidcScopes: ["openid"], oidcTokenEndpoint: "https://elsewhere.example/" });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["espocrm-settings"]);
    expect(findings["espocrm-settings"]?.saw).toBe(
      `oidcTokenEndpoint is "https://elsewhere.example/", not "${integrated.authentik.url}/application/o/token/"; ` +
        'oidcScopes is ["openid"], not ["openid","profile","email"]',
    );
  });

  test("whose client ID was changed: what follows from that is not red as well", async () => {
    settings({ oidcClientId: "other" });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["espocrm-settings"]);
    expect(findings["redirect-uri"]?.why).toBe('it follows from "EspoCRM\'s managed settings"');
    expect(findings["authorization"]?.status).toBe("not checked");
  });

  test("that does not use OpenID Connect", async () => {
    settings({ authenticationMethod: "Espo" });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["espocrm-settings"]);
    expect(findings["espocrm-settings"]?.saw).toContain('authenticationMethod is "Espo"');
    expect(findings["redirect-uri"]?.status).toBe("not checked");
  });

  test("in maintenance mode, where only administrators get in", async () => {
    await integrated.put({ maintenanceMode: true });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["maintenance"]);
    expect(findings["maintenance"]?.saw).toBe(
      "EspoCRM is in maintenance mode: only administrators get in",
    );
    expect(findings["maintenance"]?.mend).toContain("Administration, Settings, Maintenance Mode");
  });

  test("in maintenance mode, asked by one whom it keeps out", async () => {
    settings({ maintenanceMode: true, oidcAllowRegularUserFallback: true });
    const { stdout } = await integrated.call(["--json"], {
      ...integrated.environment,
      TF_VAR_espocrm_username: "user1",
      TF_VAR_espocrm_password: "user1-password",
    });
    const { stacks } = JSON.parse(stdout) as { stacks: [{ checks: Finding[] }] };
    const findings = Object.fromEntries(stacks[0].checks.map((check) => [check.id, check]));
    expect(red(findings)).toEqual(["espocrm"]);
    expect(findings["espocrm"]?.saw).toContain("these credentials are not an administrator's");
  });

  test("whose site URL was changed", async () => {
    settings({ siteUrl: "http://crm.elsewhere.example" });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["site-url"]);
    expect(findings["site-url"]?.saw).toBe(
      `it is http://crm.elsewhere.example, not ${integrated.espocrm.siteUrl}`,
    );
    expect(findings["redirect-uri"]?.status).toBe("not checked");
    expect(findings["authorization"]?.status).toBe("not checked");
  });
});

describe("between the two", () => {
  const register = (url: string, matching_mode = "strict") =>
    integrated.patchProvider({
      redirect_uris: [{ matching_mode, url, redirect_uri_type: "authorization" }],
    });

  test("a redirect URI that is off by a slash", async () => {
    await register(`${integrated.espocrm.siteUrl}/oauth-callback.php/`);
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["redirect-uri"]);
    expect(findings["redirect-uri"]?.saw).toContain("oauth-callback.php/");
    expect(findings["authorization"]?.why).toContain("it follows from");
    expect(findings["client-secret"]?.status).toBe("pass");
  });

  test("a redirect URI that a pattern allows, and one that it does not", async () => {
    await register(`${integrated.espocrm.siteUrl.replaceAll(".", "\\.")}/.*`, "regex");
    expect(red(await integrated.verify())).toEqual([]);
    await register("https://other/.*", "regex");
    expect(red(await integrated.verify())).toEqual(["redirect-uri"]);
  });

  test("a provider that allows no grant type, as authentik 2026.5 makes them", async () => {
    for (const provider of integrated.authentik.state.providers.values()) provider.grant_types = [];
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["authorization"]);
    expect(findings["authorization"]?.saw).toContain("the provider allows no grant type at all");
  });

  test("a client that has become a public one, so that no secret is asked for", async () => {
    await integrated.patchProvider({ client_type: "public" });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["client-secret"]);
    expect(findings["client-secret"]?.saw).toContain("takes the client for a public one");
  });

  test("a public client to a token that may not see it, by a made-up secret", async () => {
    const [provider] = resultsOf(await integrated.api("GET", "/providers/oauth2/"));
    await withOutputs(textAt(provider, "client_secret"));
    await integrated.patchProvider({ client_type: "public" });
    integrated.authentik.faults.add({
      path: /\/api\/v3\/providers\/oauth2/,
      effect: { kind: "answer", status: 403 },
    });
    const findings = await integrated.verify();
    integrated.authentik.faults.clear();
    expect(findings["client-secret"]?.saw).toContain("takes the client for a public one");
  });

  test("a secret that was changed in authentik", async () => {
    const secret = "a-secret-that-was-true-once-0123456789";
    await withOutputs(secret);
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["client-secret"]);
    expect(findings["client-secret"]?.saw).toContain(
      "does not accept the client secret in Terraform's outputs",
    );
    expect(JSON.stringify(findings)).not.toContain(secret);
  });

  test("the secret of Terraform's outputs is taken where there are any", async () => {
    const [provider] = resultsOf(await integrated.api("GET", "/providers/oauth2/"));
    await withOutputs(textAt(provider, "client_secret"));
    const findings = await integrated.verify();
    expect(findings["client-secret"]).toMatchObject({
      status: "pass",
      saw: expect.stringContaining("in Terraform's outputs") as unknown,
    });
  });

  test("a scope that has no mapping", async () => {
    const mappings = resultsOf(await integrated.api("GET", "/propertymappings/provider/scope/"));
    const openid = mappings.filter((mapping) => textAt(mapping, "scope_name") === "openid");
    await integrated.patchProvider({ property_mappings: openid.map((m) => textAt(m, "pk")) });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["scopes"]);
    expect(findings["scopes"]?.saw).toContain("authentik drops profile, email");
  });

  test("a subject that is no user name", async () => {
    await integrated.patchProvider({ sub_mode: "hashed_user_id" });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["user-name"]);
    expect(findings["user-name"]?.saw).toContain("hashed_user_id");
  });

  test("people whose names lead to accounts are counted, and nobody is named", async () => {
    const { "user-name": all } = await integrated.verify();
    expect(all).toMatchObject({ status: "pass" });
    expect(all?.saw).toContain("authentik lets in 3 people; 2 get in; EspoCRM refuses 1");
    const users = [{ username: "jane+", groups: ["crm-users"] }];
    integrated.authentik.seed({ users });
    integrated.espocrm.seed({ users: [{ userName: "jane_" }] });
    const { "user-name": taken } = await integrated.verify();
    expect(taken).toMatchObject({
      status: "warning",
      mend: expect.stringContaining("users acme") as string,
    });
    expect(taken?.saw).toContain("1 get into another's account");
    expect(taken?.saw).not.toContain("jane");
  });

  test("people whom the token may not see, or too many, are not compared, and it passes", async () => {
    integrated.authentik.faults.add({
      path: "/api/v3/core/users/",
      effect: {
        kind: "answer",
        status: 403,
        body: JSON.stringify({
          detail: "You do not have permission to perform this action.",
        }),
      },
    });
    const { "user-name": blind } = await integrated.verify();
    integrated.authentik.faults.clear();
    expect(blind).toMatchObject({ status: "pass" });
    expect(blind?.saw).toContain("people are not compared: authentik does not let the API token");
    const names = Array.from({ length: 1001 }, (_, index) => `p${index}`);
    integrated.authentik.seed({ users: names.map((username) => ({ username })) });
    integrated.authentik.journal.clear();
    const { "user-name": many } = await integrated.verify();
    expect(many?.saw).toContain("people are not compared: there are 1007 users on one side");
    const asked = integrated.authentik.journal.list();
    expect(asked.filter(({ url }) => url.includes("/core/users/"))).toHaveLength(1);
  });

  test("a claim that authentik gives, and one that it does not", async () => {
    await integrated.configure({ login: { usernameClaim: "preferred_username" } });
    await integrated.put({ oidcUsernameClaim: "preferred_username" });
    const given = await integrated.verify();
    const [mapping] = resultsOf(await integrated.api("GET", "/propertymappings/provider/scope/"));
    await integrated.configure({
      login: { usernameClaim: "crm_name" },
      provider: { scopeMappings: [textAt(mapping, "pk")] },
    });
    await integrated.put({ oidcUsernameClaim: "crm_name" });
    const missing = await integrated.verify();
    expect(given["user-name"]?.status).toBe("pass");
    expect(red(missing)).toEqual([]);
    expect(yellow(missing)).toEqual(["user-name"]);
  });

  describe("logging out", () => {
    const run = async (flow: string) =>
      integrated.patchProvider({ invalidation_flow: await flowPk(integrated.api, flow) });

    test("is told by how far it goes", async () => {
      expect((await integrated.verify())["logout"]?.saw).toBe(
        "it answers, and goes on: the flow default-provider-invalidation-flow leaves people signed in at authentik: the next login asks for no password",
      );
      await integrated.configure({ provider: { logout: "everywhere" } });
      await run("default-invalidation-flow");
      const { logout } = await integrated.verify();
      expect([logout?.status, logout?.saw]).toEqual([
        "pass",
        "it answers, and goes on: the flow default-invalidation-flow ends the session at authentik, too",
      ]);
    });

    test("by another flow than the declared one is yellow", async () => {
      await run("default-invalidation-flow");
      const findings = await integrated.verify();
      expect(red(findings)).toEqual([]);
      expect(yellow(findings)).toEqual(["logout"]);
      expect(findings["logout"]?.saw).toBe(
        "it runs the flow default-invalidation-flow, which ends the session at authentik, too; declared is default-provider-invalidation-flow",
      );
    });

    test("at a token that may not see flows says only that the address answers", async () => {
      integrated.authentik.faults.add({
        path: "/api/v3/flows/instances/",
        effect: { kind: "answer", status: 403 },
      });
      const findings = await integrated.verify();
      expect(red(findings)).toEqual([]);
      expect(findings["logout"]?.saw).toBe("it answers, and goes on");
    });
  });

  test("a logout address that is not there", async () => {
    const logoutUrl = `${integrated.authentik.url}/application/o/espocrm/end_session/`;
    await integrated.configure({ login: { logoutUrl } });
    await integrated.put({ oidcLogoutUrl: logoutUrl });
    expect(red(await integrated.verify())).toEqual(["logout"]);
  });

  test("a logout address that authentik will refuse", async () => {
    const logoutUrl = `${integrated.authentik.url}/application/o/espocrm/end-session/?post_logout_redirect_uri={siteUrl}`;
    await integrated.configure({ login: { logoutUrl } });
    await integrated.put({ oidcLogoutUrl: logoutUrl });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual([]);
    expect(yellow(findings)).toEqual(["logout"]);
    expect(findings["logout"]?.saw).toContain("id_token_hint");
  });

  test("a logout address on another host that does not exist", async () => {
    const logoutUrl = "https://no-such-host.invalid/bye";
    await integrated.configure({ login: { logoutUrl } });
    await integrated.put({ oidcLogoutUrl: logoutUrl });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["logout"]);
    expect(findings["logout"]?.saw).toBe(
      "the logout URL's host can't be found: its host name is unknown (https://no-such-host.invalid/bye)",
    );
  });

  test("a logout address at authentik that fails is told as authentik's", async () => {
    integrated.authentik.faults.add({
      path: "/application/o/espocrm/end-session/",
      effect: { kind: "refuse" },
    });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["logout"]);
    expect(findings["logout"]?.saw).toContain("authentik closed the connection");
  });

  async function withOutputs(secret: string): Promise<void> {
    await integrated.standInForTerraform({ client_secret: { sensitive: true, value: secret } });
  }
});

describe("the signing key", () => {
  /** EspoCRM tells in whole seconds when its cache was renewed. */
  const nextSecond = () => sleep(1005 - (Date.now() % 1000));

  const sign = async (name: string | null) => {
    const path = `/crypto/certificatekeypairs/?name=${encodeURIComponent(name ?? "")}`;
    const signing_key = name && textAt(resultsOf(await integrated.api("GET", path))[0], "pk");
    await integrated.patchProvider({ signing_key });
  };

  test("that EspoCRM can't verify, for it is an EC key", async () => {
    await sign("EC");
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["signing-key"]);
    expect(findings["signing-key"]?.saw).toContain("a key of type EC (ES256)");
  });

  test("that is missing", async () => {
    await sign(null);
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["signing-key"]);
    expect(findings["signing-key"]?.saw).toContain("publishes no key");
    expect(findings["key-cache"]?.status).toBe("not checked");
  });

  test("that is another one than declared", async () => {
    integrated.authentik.seed({ keyPairs: [{ name: "Other RSA", key: "other-rsa" }] });
    await sign("Other RSA");
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["signing-key"]);
    expect(findings["signing-key"]?.saw).toContain(
      'another key than "authentik Self-signed Certificate"',
    );
  });

  test("whose algorithm EspoCRM does not accept", async () => {
    integrated.espocrm.seed({ settings: { oidcJwtSignatureAlgorithmList: ["RS512"] } });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["signing-key"]);
    expect(findings["signing-key"]?.saw).toBe("authentik signs with RS256, EspoCRM accepts RS512");
  });

  test("that was renewed under EspoCRM's cache", async () => {
    await nextSecond();
    await integrated.verify();
    const name = "authentik Self-signed Certificate";
    integrated.authentik.seed({ keyPairs: [{ name, key: "other-rsa" }] });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual([]);
    expect(yellow(findings)).toEqual(["key-cache"]);
    expect(findings["key-cache"]?.mend).toContain("espo-authentik clear-key-cache acme");
    await nextSecond();
    await integrated.put({});
    expect(yellow(await integrated.verify())).toEqual([]);
  });
});

describe("back-channel logout", () => {
  const provider = { backchannelLogout: true, accessTokenValidity: "days=3" };
  const logout_uri = () => `${integrated.espocrm.siteUrl}/api/v1/Oidc/backchannelLogout`;

  beforeEach(() => integrated.configure({ provider }));

  test("that can work", async () => {
    await integrated.patchProvider({
      logout_uri: logout_uri(),
      logout_method: "backchannel",
      access_token_validity: "days=3",
    });
    expect((await integrated.verify())["back-channel-logout"]?.status).toBe("pass");
  });

  test("that works for a working day, as the rule's example says", async () => {
    await integrated.patchProvider({
      logout_uri: logout_uri(),
      logout_method: "backchannel",
      access_token_validity: "hours=10",
    });
    expect(yellow(await integrated.verify())).toEqual([]);
  });

  test("that ends with the access token", async () => {
    await integrated.patchProvider({ logout_uri: logout_uri(), logout_method: "backchannel" });
    const findings = await integrated.verify();
    expect(yellow(findings)).toEqual(["back-channel-logout"]);
    expect(findings["back-channel-logout"]?.saw).toContain("minutes=10 after the login");
  });

  test("that authentik does not send", async () => {
    expect(red(await integrated.verify())).toEqual(["back-channel-logout"]);
  });

  describe("that nothing declares", () => {
    beforeEach(() => integrated.configure());

    test("and that goes elsewhere, by name", async () => {
      await integrated.patchProvider({ logout_uri: "https://elsewhere.example/logout" });
      const findings = await integrated.verify();
      expect(red(findings)).toEqual(["back-channel-logout"]);
      expect(findings["back-channel-logout"]?.saw).toContain(
        "sends logout tokens, which name people, to https://elsewhere.example/logout",
      );
      await integrated.patchProvider({ logout_uri: logout_uri() });
      expect(red(await integrated.verify())).toEqual([]);
    });

    test("and that other providers get", async () => {
      const [application] = integrated.authentik.state.applications.values();
      if (application === undefined) throw new Error("No application.");
      application.backchannel_providers = [application.provider ?? 0];
      const findings = await integrated.verify();
      expect(red(findings)).toEqual(["back-channel-logout"]);
      expect(findings["back-channel-logout"]?.saw).toContain("has a back-channel provider");
      application.backchannel_providers = [];
    });
  });

  test("without the claim that EspoCRM looks for", async () => {
    const login = { usernameClaim: "preferred_username" };
    await integrated.configure({ provider, login });
    await integrated.put({ oidcUsernameClaim: "preferred_username" });
    await integrated.patchProvider({ logout_uri: logout_uri(), logout_method: "backchannel" });
    const findings = await integrated.verify();
    expect(red(findings)).toEqual(["back-channel-logout"]);
    expect(findings["back-channel-logout"]?.saw).toContain("looks for preferred_username");
  });
});

describe("clocks", () => {
  const late = (seconds: number) => {
    integrated.espocrm.faults.add({
      path: "/api/v1/Oidc/authorizationData",
      effect: {
        kind: "answer",
        status: 403,
        headers: { date: new Date(Date.now() - seconds * 1000).toUTCString() },
      },
    });
    return integrated.verify();
  };

  test.each([
    [5, "pass"],
    [100, "warning"],
    [300, "fail"],
  ])("of which one is %i seconds late", async (seconds, status) => {
    const { clocks } = await late(seconds);
    expect(clocks?.status).toBe(status);
    if (status !== "pass") expect(clocks?.saw).toMatch(/EspoCRM's is \d+ s behind this machine's/);
  });
});
