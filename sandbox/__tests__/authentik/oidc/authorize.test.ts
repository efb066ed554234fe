import { startAuthentik, type AuthentikSandbox, type Release } from "../../../authentik";
import { flowPk } from "../api-client";
import { Browser, type Page } from "../browser";
import { answerIn, CALLBACK, RelyingParty, mappingPks } from "./relying-party";

let sandbox: AuthentikSandbox;
let client: RelyingParty;
let jane: Browser;

const start = async (release: Release): Promise<void> => {
  sandbox = await startAuthentik({ release });
};
const startOver = async (): Promise<void> => {
  sandbox.reset();
  client = await RelyingParty.create(sandbox);
  jane = await client.browserOf("jane");
};
const ask = (more: Record<string, string | undefined> = {}): Promise<Page> =>
  jane.open(client.authorizeUrl(more));
const LOGIN = "/if/flow/default-authentication-flow/";
const isLoginRedirect = ({ location }: Page): boolean => new URL(location).pathname === LOGIN;

describe("release line 2026.5", () => {
  beforeAll(() => start("2026.5"));
  beforeEach(startOver);
  afterAll(() => sandbox.close());

  describe("requests that never get back to the client", () => {
    test.each([
      ["an unknown client", { client_id: "nobody" }, "Client ID Error"],
      ["no client", { client_id: undefined }, "Client ID Error"],
      ["no redirect URI", { redirect_uri: undefined }, "Redirect URI Error"],
      ["a redirect URI off by a slash", { redirect_uri: `${CALLBACK}/` }, "Redirect URI Error"],
      [
        "a redirect URI in another case",
        { redirect_uri: CALLBACK.replace("crm", "CRM") },
        "Redirect URI Error",
      ],
      ["a redirect URI with a query", { redirect_uri: `${CALLBACK}?a=1` }, "Redirect URI Error"],
    ])("%s: a page, HTTP 400", async (_what, more, title) => {
      const page = await ask(more);
      expect(page).toMatchObject({ status: 400, location: "" });
      expect(page.headers.get("content-type")).toContain("text/html");
      expect(page.text).toContain(`<h1>${title}</h1>`);
    });

    test("a client that is unknown counts before anything else that is wrong", async () => {
      const more = { client_id: "nobody", redirect_uri: "x", response_type: "y" };
      expect((await ask(more)).text).toContain("Client ID Error");
    });

    test.each(["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x"])(
      "%s is refused even when it is registered",
      async (url) => {
        await client.change({ redirect_uris: [{ matching_mode: "strict", url }] });
        const page = await ask({ redirect_uri: url });
        expect([page.status, page.location]).toEqual([400, ""]);
      },
    );

    test("a redirect URI for logging out is none for logging in", async () => {
      const redirect_uri_type = "logout";
      await client.change({
        redirect_uris: [{ matching_mode: "strict", url: CALLBACK, redirect_uri_type }],
      });
      expect((await ask()).text).toContain("Redirect URI Error");
    });

    test("a provider without redirect URIs accepts none", async () => {
      await client.change({ redirect_uris: [] });
      expect((await ask()).text).toContain("Redirect URI Error");
    });
  });

  test("a pattern must match the whole redirect URI", async () => {
    const url = String.raw`https://[a-z]+\.example\.com/oauth-callback\.php`;
    await client.change({ redirect_uris: [{ matching_mode: "regex", url }] });
    expect(answerIn(await ask())).toHaveProperty("code");
    for (const redirect_uri of [`${CALLBACK}x`, `x${CALLBACK}`, CALLBACK.replace(".php", "-php")]) {
      expect((await ask({ redirect_uri })).text).toContain("Redirect URI Error");
    }
  });

  test("the alternatives of a pattern are matched as a whole, too", async () => {
    const url = "https://a.example.com/|https://b.example.com/";
    await client.change({ redirect_uris: [{ matching_mode: "regex", url }] });
    expect((await ask({ redirect_uri: "https://a.example.com/evil" })).status).toBe(400);
    expect((await ask({ redirect_uri: "https://b.example.com/" })).status).toBe(302);
  });

  describe("requests that go back to the client with an error", () => {
    test.each([
      ["an unknown response type", { response_type: "token" }, "unsupported_response_type"],
      ["no response type", { response_type: undefined }, "unsupported_response_type"],
      [
        "a PKCE method that does not exist",
        { code_challenge: "x", code_challenge_method: "S512" },
        "invalid_request",
      ],
      ["a request object", { request: "ey" }, "request_not_supported"],
    ])("%s", async (_what, more, error) => {
      const page = await ask(more);
      expect(page.status).toBe(302);
      expect(page.location.startsWith(`${CALLBACK}?error=${error}&error_description=`)).toBe(true);
      expect(answerIn(page)["state"]).toBe("st-1");
    });

    test("a grant type that the provider does not list", async () => {
      await client.change({ grant_types: ["refresh_token"] });
      expect(answerIn(await ask())).toMatchObject({
        error: "invalid_request",
        error_description: "The request is otherwise malformed",
        state: "st-1",
      });
    });

    test("a provider made without grant types allows none", async () => {
      const other = await RelyingParty.create(
        sandbox,
        { grant_types: undefined },
        { slug: "bare" },
      );
      expect(answerIn(await jane.open(other.authorizeUrl()))["error"]).toBe("invalid_request");
    });

    test("an ID token in front needs a nonce; its errors are in the fragment", async () => {
      const url = client.authorizeUrl({ response_type: "id_token", nonce: undefined });
      const page = await new Browser(sandbox).open(url);
      expect(page.location.startsWith(`${CALLBACK}#error=invalid_request`)).toBe(true);
    });

    test("an ID token in front needs the scope openid", async () => {
      const page = await ask({ response_type: "id_token", scope: "profile" });
      expect(answerIn(page)["error"]).toBe("invalid_scope");
    });

    test("the state of an error is not escaped", async () => {
      // As recorded of 2026.2.2 ("az request object"): state=st&1 for st%261.
      const page = await ask({ request: "ey", state: "st&1" });
      expect(page.location.endsWith("&state=st&1")).toBe(true);
    });

    test("without a state the error has none", async () => {
      expect(answerIn(await ask({ request: "ey", state: undefined }))).not.toHaveProperty("state");
    });
  });

  describe("scopes", () => {
    const scopeOf = async (scope: string | undefined): Promise<string | undefined> => {
      const { code = "" } = answerIn(await ask({ scope }));
      return (await client.token({ code })).body["scope"];
    };

    test("those that are not mapped are dropped without a word", async () => {
      expect(await scopeOf("openid profile email phone")).toBe("openid profile email");
    });

    test("no scope stands for all that are mapped", async () => {
      expect((await scopeOf(undefined))?.split(" ").sort()).toEqual(["email", "openid", "profile"]);
    });

    test("openid is dropped like any other; the ID token comes all the same", async () => {
      await client.change({ property_mappings: await mappingPks(client.call, ["email"]) });
      const { body } = await client.token({ code: answerIn(await ask())["code"] ?? "" });
      expect(body["scope"]).toBe("email");
      expect(await client.verified(body["id_token"])).toMatchObject({ sub: "jane" });
    });
  });

  describe("logging in on the way", () => {
    test("who is not logged in goes to the log-in page, and from there on to the client", async () => {
      const browser = new Browser(sandbox);
      const first = await browser.open(client.authorizeUrl());
      // As recorded of 2026.2.2 ("az good anonymous"): the whole query, then where to go on.
      const url = client.authorizeUrl();
      const next = new URLSearchParams({ next: url }).toString();
      expect(first.location).toBe(`${sandbox.url}${LOGIN}?${url.split("?")[1] ?? ""}&${next}`);
      const after = await browser.submit(first.location, { uid_field: "jane", password: "jane" });
      expect(answerIn(await browser.open(after.location))).toHaveProperty("code");
    });

    test("a provider's own authentication flow takes the place of the default", async () => {
      sandbox.seed({
        flows: [
          { slug: "crm-login", name: "x", title: "CRM", designation: "authentication", stages: [] },
        ],
      });
      await client.change({ authentication_flow: await flowPk(client.call, "crm-login") });
      const page = await new Browser(sandbox).open(client.authorizeUrl());
      expect(new URL(page.location).pathname).toBe("/if/flow/crm-login/");
    });

    test("login_hint fills in the user name", async () => {
      const browser = new Browser(sandbox);
      const page = browser.open(client.authorizeUrl({ login_hint: 'j"ane<' }));
      expect((await browser.follow(page)).text).toContain('value="j&#34;ane&#60;"');
    });

    test("prompt=none: an error for who is not logged in, an answer for who is", async () => {
      const stranger = await new Browser(sandbox).open(client.authorizeUrl({ prompt: "none" }));
      expect(answerIn(stranger)).toMatchObject({ error: "login_required", state: "st-1" });
      expect(answerIn(await ask({ prompt: "none" }))).toHaveProperty("code");
    });

    test("prompt=login asks for the password each time, but once only", async () => {
      for (let time = 0; time < 2; time++) {
        const url = client.authorizeUrl({ prompt: "login" });
        expect(isLoginRedirect(await jane.open(url))).toBe(true);
        const after = await jane.login("jane", url);
        expect(answerIn(await jane.open(after.location))).toHaveProperty("code");
      }
    });

    test("prompt=login asks once, too, who was not logged in at all", async () => {
      const browser = new Browser(sandbox);
      const url = client.authorizeUrl({ prompt: "login" });
      expect(isLoginRedirect(await browser.open(url))).toBe(true);
      await browser.login("jane", url);
      expect(answerIn(await browser.open(url))).toHaveProperty("code");
    });

    test("max_age asks who logged in too long ago", async () => {
      const session = { age: 100 };
      const now = Date.now();
      const clock = jest.spyOn(Date, "now").mockImplementation(() => now + session.age * 1000);
      try {
        expect(answerIn(await ask({ max_age: "200" }))).toHaveProperty("code");
        expect(isLoginRedirect(await ask({ max_age: "50" }))).toBe(true);
      } finally {
        clock.mockRestore();
      }
    });

    test("prompt=select_account and other words are ignored", async () => {
      expect(answerIn(await ask({ prompt: "select_account" }))).toHaveProperty("code");
    });

    test("an account that is deactivated is no longer logged in", async () => {
      const { pk } = sandbox.state.userByName("jane") ?? { pk: 0 };
      await client.call("PATCH", `/core/users/${pk}/`, { is_active: false });
      expect(isLoginRedirect(await ask())).toBe(true);
    });
  });

  describe("consent", () => {
    const consentAt = async (page: Page): Promise<Page> => {
      const [, token = ""] = /name="token" value="([^"]+)"/.exec(page.text) ?? [];
      return jane.submit("/if/flow/default-provider-authorization-explicit-consent/", { token });
    };
    const explicit = async (): Promise<void> => {
      const slug = "default-provider-authorization-explicit-consent";
      await client.change({ authorization_flow: await flowPk(client.call, slug) });
    };

    test("prompt=consent asks even with the implicit flow, each time", async () => {
      for (let time = 0; time < 2; time++) {
        const asked = await ask({ prompt: "consent" });
        const { pathname } = new URL(asked.location);
        expect(pathname).toBe("/if/flow/default-provider-authorization-implicit-consent/");
        const page = await jane.open(asked.location);
        expect(page.text).toContain("You&#39;re about to sign into EspoCRM.");
        expect(page.text).toContain("<li>Email address</li>");
        const [, token = ""] = /name="token" value="([^"]+)"/.exec(page.text) ?? [];
        const answer = await jane.submit(asked.location, { token });
        expect(answerIn(answer)).toMatchObject({ state: "st-1" });
        expect(answerIn(answer)).toHaveProperty("code");
      }
    });

    test("a consent form from elsewhere counts for nothing", async () => {
      const asked = await ask({ prompt: "consent" });
      await jane.open(asked.location);
      const page = await jane.submit(asked.location, { token: "guessed" });
      expect([page.status, page.location]).toEqual([200, ""]);
      expect(page.text).toContain("You&#39;re about to sign into EspoCRM.");
    });

    test("the explicit flow asks once for the same scopes", async () => {
      await explicit();
      const page = await jane.follow(ask());
      expect(answerIn(await consentAt(page))).toHaveProperty("code");
      expect(answerIn(await jane.follow(ask()))).toHaveProperty("code");
      const more = await jane.follow(ask({ scope: "openid" }));
      expect(more.text).toContain("You&#39;re about to sign into EspoCRM.");
    });

    test("prompt=none with prompt=consent is an error", async () => {
      expect(answerIn(await ask({ prompt: "none consent" }))["error"]).toBe("consent_required");
    });
  });

  describe("access", () => {
    test("who is denied sees a page, HTTP 200, and the client hears nothing", async () => {
      await client.bind({ group: sandbox.state.groupByName("authentik Admins")?.pk });
      const page = await ask();
      expect([page.status, page.location]).toEqual([200, ""]);
      expect(page.text).toContain("Permission denied");
      expect(page.text).toContain("Logged in as jane.");
    });

    test("a provider without an application lets nobody in", async () => {
      await client.call("DELETE", `/core/applications/${client.slug}/`);
      const page = await ask();
      expect([page.status, page.location]).toEqual([200, ""]);
      expect(page.text).toContain("Failed to resolve application");
    });
  });

  describe("answers", () => {
    test("the state comes back even when it is empty", async () => {
      expect(answerIn(await ask({ state: undefined }))["state"]).toBe("");
    });

    test("a query of the redirect URI is kept", async () => {
      const url = `${CALLBACK}?a=1`;
      await client.change({ redirect_uris: [{ matching_mode: "strict", url }] });
      expect(answerIn(await ask({ redirect_uri: url }))).toMatchObject({ a: "1", state: "st-1" });
    });

    test("an app's own scheme is as good as https", async () => {
      const url = "com.example.crm:/callback";
      await client.change({ redirect_uris: [{ matching_mode: "strict", url }] });
      const { location } = await ask({ redirect_uri: url });
      expect(location).toMatch(/^com\.example\.crm:\/callback\?code=[0-9a-f]{32}&state=st-1$/);
    });

    test("an address in any script becomes one that a header can carry", async () => {
      const url = "https://crm.example.com/rückweg/客户";
      await client.change({ redirect_uris: [{ matching_mode: "strict", url }] });
      const { location } = await ask({ redirect_uri: url });
      expect(location.startsWith(`${encodeURI(url)}?code=`)).toBe(true);
      const refused = await ask({ redirect_uri: url, request: "ey" });
      expect(refused.location.startsWith(`${encodeURI(url)}?error=`)).toBe(true);
    });

    test("response_mode=fragment and form_post", async () => {
      const page = await ask({ response_mode: "fragment" });
      expect(page.location).toMatch(/callback\.php#code=[0-9a-f]{32}&state=st-1$/);
      // As recorded of 2026.2.2 ("lz form_post logged in"): by way of the flow's page.
      const asked = await ask({ response_mode: "form_post", state: '"><script>' });
      const flow = "default-provider-authorization-implicit-consent";
      expect(new URL(asked.location).pathname).toBe(`/if/flow/${flow}/`);
      const form = await jane.open(asked.location);
      expect(form.status).toBe(200);
      expect(form.text).toContain(`<form method="post" action="${CALLBACK}">`);
      expect(form.text).toMatch(/name="code" value="[0-9a-f]{32}"/);
      expect(form.text).toContain('name="state" value="&#34;&#62;&#60;script&#62;"');
    });

    test.each([
      // As recorded of 2026.2.2 ("lz implicit", "lz hybrid"): what is not asked for is not sent.
      ["id_token", ["expires_in", "id_token", "state", "token_type"]],
      ["code id_token", ["code", "expires_in", "id_token", "state", "token_type"]],
      ["id_token token", ["access_token", "expires_in", "id_token", "state", "token_type"]],
      ["code token", ["access_token", "code", "expires_in", "state", "token_type"]],
      [
        "code id_token token",
        ["access_token", "code", "expires_in", "id_token", "state", "token_type"],
      ],
    ])("response type %s answers in the fragment", async (response_type, names) => {
      const page = await ask({ response_type });
      expect(page.location.startsWith(`${CALLBACK}#`)).toBe(true);
      expect(Object.keys(answerIn(page)).sort()).toEqual(names);
      expect(answerIn(page)).toMatchObject({ expires_in: "3600", token_type: "Bearer" });
    });

    test("the ID token in front is bound to the code and the access token", async () => {
      const answer = answerIn(await ask({ response_type: "code id_token token" }));
      const claims = await client.verified(answer["id_token"]);
      expect(claims).toMatchObject({ sub: "jane", nonce: "no-1" });
      expect(claims["at_hash"]).toMatch(/^[\w-]{22}$/);
      expect(claims["c_hash"]).toMatch(/^[\w-]{22}$/);
    });
  });

  describe("the endpoint", () => {
    test("takes nothing but GET: what could be forged is 403", async () => {
      // As recorded of 2026.2.2 ("az post", "az put").
      const [path = "", query = ""] = client.authorizeUrl().split("?");
      const fields = Object.fromEntries(new URLSearchParams(query));
      const posted = await jane.submit(path, fields);
      expect([posted.status, posted.location]).toEqual([403, ""]);
      expect(posted.text).toContain("CSRF verification failed. Request aborted.");
      expect((await jane.open(client.authorizeUrl(), { method: "PUT" })).status).toBe(403);
    });

    test("is not found without a query, and without its slash", async () => {
      expect((await jane.open("/application/o/authorize/")).status).toBe(404);
      const url = client.authorizeUrl().replace("authorize/", "authorize");
      expect((await jane.open(url)).status).toBe(404);
    });

    test("sees at once what Terraform changed", async () => {
      expect((await ask()).status).toBe(302);
      await client.change({ client_id: "renamed" });
      expect((await ask()).text).toContain("Client ID Error");
      expect(answerIn(await ask({ client_id: "renamed" }))).toHaveProperty("code");
    });
  });
});

describe("release line 2026.2", () => {
  beforeAll(() => start("2026.2"));
  beforeEach(startOver);
  afterAll(() => sandbox.close());

  test("there are no grant types to check", async () => {
    expect(answerIn(await ask())).toHaveProperty("code");
  });

  test("a provider without redirect URIs keeps the first one it is asked with", async () => {
    await client.change({ redirect_uris: [] });
    expect(answerIn(await ask({ redirect_uri: "https://first.example.com/" }))).toHaveProperty(
      "code",
    );
    expect((await ask()).text).toContain("Redirect URI Error");
    const { body } = await client.call("GET", `/providers/oauth2/${client.provider}/`);
    expect(body["redirect_uris"]).toEqual([
      { matching_mode: "strict", url: "https://first.example.com/" },
    ]);
  });
});
