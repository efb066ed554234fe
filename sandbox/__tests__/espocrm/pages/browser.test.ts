import { chromium, type Browser, type Page } from "playwright-core";
import { ARGUMENTS, CHROMIUM, HAS_CHROMIUM } from "../../../../__tests__/end-to-end/browser";
import { Lab } from "../lab";

jest.setTimeout(30_000);

if (HAS_CHROMIUM) describe("in a browser", inBrowser);
else test.skip(`in a browser: skipped, there is no ${CHROMIUM}`, () => undefined);

function inBrowser(): void {
  let browser: Browser;
  let lab: Lab;
  let page: Page;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...ARGUMENTS] });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    lab = await Lab.start();
    lab.clock.now = Date.now(); // The browser judges the age of cookies.
    page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(10_000);
  });
  afterEach(async () => {
    await page.context().close();
    await lab.close();
  });

  const open = async (): Promise<void> => {
    await page.goto(lab.espocrm.url);
    await page.waitForSelector("#login:not([hidden]) button:visible");
  };

  /** Presses Sign in; the window that opens, at the identity provider. */
  const openPopup = async (): Promise<Page> => {
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.click("#sign-in")]);
    await popup.waitForURL(/\/authorize/);
    return popup;
  };

  const closed = async (popup: Page): Promise<void> => {
    if (!popup.isClosed()) await popup.waitForEvent("close");
  };

  const signIn = async (): Promise<void> => {
    await open();
    await (await openPopup()).click("#approve");
    await page.waitForSelector("#home:not([hidden])");
  };

  const logInWithPassword = async (userName: string, password: string): Promise<void> => {
    await page.fill("#field-userName", userName);
    await page.fill("#field-password", password);
    await page.click("#btn-login");
  };

  const notification = (): Promise<string> => page.innerText("#notification:not([hidden])");
  const greeting = (): Promise<string> => page.innerText("#home:not([hidden]) #greeting");
  const visible = (selector: string): Promise<boolean> => page.isVisible(selector);

  describe("with EspoCRM's own passwords", () => {
    beforeEach(() => lab.set({ authenticationMethod: "Espo" }));

    test("there is the password form alone", async () => {
      await open();
      expect(await visible("#field-userName")).toBe(true);
      expect(await visible("#sign-in")).toBe(false);
      expect(await visible('[data-action="showFallback"]')).toBe(false);
    });

    test("a wrong password is told as EspoCRM tells it", async () => {
      await open();
      await logInWithPassword("jane", "wrong");
      expect(await notification()).toBe("Wrong username/password");
      expect(await page.isEnabled("#btn-login")).toBe(true);
    });

    test("a person logs in, stays logged in, and logs out", async () => {
      await open();
      await logInWithPassword("jane", "jane-password");
      expect(await greeting()).toBe("Welcome, Jane Doe");
      await page.reload();
      expect(await greeting()).toBe("Welcome, Jane Doe");
      await page.click("#log-out");
      await page.waitForSelector("#btn-login:visible");
      expect(lab.espocrm.state.tokens.list()).toMatchObject([{ isActive: false }]);
      await page.reload();
      await page.waitForSelector("#btn-login:visible");
    });
  });

  describe("with OpenID Connect", () => {
    test("a person signs in at the provider, in a window that closes by itself", async () => {
      await open();
      const popup = await openPopup();
      await popup.click("#approve");
      await closed(popup);
      expect(await greeting()).toBe("Welcome, Jane Doe");
      expect(await page.innerText("#user-name")).toBe("jane");
      expect(await page.innerText("#user-type")).toBe("Regular");
      await page.reload();
      expect(await greeting()).toBe("Welcome, Jane Doe");
    });

    test("the provider is asked as EspoCRM asks", async () => {
      lab.set({
        oidcScopes: ["profile", "email"],
        oidcAuthorizationPrompt: "login",
        oidcAuthorizationMaxAge: 0,
        oidcGroupClaim: "groups",
      });
      await open();
      const url = new URL((await openPopup()).url());
      expect([...url.searchParams]).toEqual([
        ["client_id", "espocrm"],
        ["redirect_uri", `${lab.espocrm.url}/oauth-callback.php`],
        ["response_type", "code"],
        ["scope", "openid profile email"],
        ["state", expect.stringMatching(/^[a-z0-9]{6,}$/) as unknown],
        ["nonce", expect.stringMatching(/^[a-z0-9]{6,}$/) as unknown],
        ["prompt", "login"],
        ["max_age", "0"],
        ["claims", '{"id_token":{"groups":{"essential":true}}}'],
      ]);
      expect(url.search).toContain("&scope=openid%20profile%20email&");
    });

    test("the nonce of the window comes with the code", async () => {
      lab.provider.claims = { nonce: "another" };
      await open();
      await (await openPopup()).click("#approve");
      expect(await notification()).toBe("Failed to log in");
      expect(lab.log()).toEqual(["OIDC: JWT nonce mismatch."]);
    });

    test("logging out ends the session and goes to the provider", async () => {
      await signIn();
      await page.click("#log-out");
      await page.waitForURL(/\/logout/);
      expect(page.url()).toBe(
        `${lab.provider.url}/logout?client_id=espocrm&back=${encodeURIComponent(lab.espocrm.url)}`,
      );
      expect(lab.espocrm.state.tokens.list()).toMatchObject([{ isActive: false }]);
    });

    test("closing the window is no error", async () => {
      await open();
      await (await openPopup()).close();
      await page.waitForSelector("#sign-in:enabled");
      expect(await visible("#notification")).toBe(false);
    });

    test.each([
      [{ error: "access_denied", error_description: "Nobody sees this." }, "Error"],
      [{ error: "access_denied", errorDescription: "Denied." }, "Denied."],
    ])("the provider's refusal %j is told as %j", async (refusal, text) => {
      await open();
      const popup = await openPopup();
      const state = new URL(popup.url()).searchParams.get("state") ?? "";
      lab.provider.refusal = { ...refusal, state };
      await popup.reload();
      await popup.click("#approve");
      expect(await notification()).toBe(text);
      await closed(popup);
    });

    test("a callback of another state is refused", async () => {
      lab.provider.refusal = { code: "code-abc", state: "other" };
      await open();
      await (await openPopup()).click("#approve");
      expect(await notification()).toBe("State mismatch");
      expect(lab.provider.paths()).not.toContain("/token");
    });

    test.each([
      ["401", { status: 401, body: {} }, "Failed to log in"],
      ["400", { status: 400, body: {} }, "Error 500"],
    ])("a token endpoint that answers %s is told", async (_status, answer, text) => {
      lab.provider.answers.set("/token", answer);
      await open();
      await (await openPopup()).click("#approve");
      expect(await notification()).toBe(text);
      expect(await page.isEnabled("#sign-in")).toBe(true);
    });

    test("the window comes back only to the site URL, whatever EspoCRM listens on", async () => {
      const siteUrl = lab.espocrm.url.replace("127.0.0.1", "localhost");
      lab.set({ siteUrl });
      await open();
      const popup = await openPopup();
      await popup.click("#approve");
      expect(await popup.innerText("#oauth-callback")).toContain("If it stays open");
      await page.waitForTimeout(700); // Two looks at the window's address.
      expect(popup.isClosed()).toBe(false);
      expect(await page.isDisabled("#sign-in")).toBe(true);
      await popup.close();

      await page.goto(siteUrl);
      await (await openPopup()).click("#approve");
      expect(await greeting()).toBe("Welcome, Jane Doe");
    });

    test("half-configured, EspoCRM says what is missing", async () => {
      lab.set({ oidcClientId: null });
      await open();
      const [popup] = await Promise.all([page.waitForEvent("popup"), page.click("#sign-in")]);
      expect(await notification()).toBe("No client ID.");
      await closed(popup);
    });

    test("the password form is there on demand with fallback, and not without", async () => {
      lab.set({ oidcFallback: true });
      await open();
      expect(await visible("#field-password")).toBe(false);
      await page.click('[data-action="showFallback"]');
      await logInWithPassword("admin", "admin-password");
      expect(await greeting()).toBe("Welcome, admin");

      lab.set({ oidcFallback: false });
      await page.click("#log-out");
      await page.waitForURL(/\/logout/);
      await open();
      expect(await visible('[data-action="showFallback"]')).toBe(false);
      expect(await visible("#field-password")).toBe(false);
    });

    test("an administrator sees the settings as they are, and no secret", async () => {
      lab.set({ oidcAllowAdminUser: true });
      lab.provider.claims = { sub: "admin" };
      await signIn();
      expect(await page.innerText("#user-type")).toBe("Admin");
      lab.set({ oidcSync: true });
      await page.click("#nav-authentication");
      const shown = (name: string): Promise<string> => page.innerText(`[data-name="${name}"]`);
      expect(await shown("oidcAuthorizationRedirectUri")).toBe(
        `${lab.espocrm.url}/oauth-callback.php`,
      );
      expect(await shown("authenticationMethod")).toBe("Oidc");
      expect(await shown("oidcJwksEndpoint")).toBe(`${lab.provider.url}/jwks`);
      expect(await shown("oidcSync")).toBe("Yes");
      expect(await shown("oidcCreateUser")).toBe("No");
      expect(await page.content()).not.toContain(lab.provider.clientSecret);
    });

    test("a regular user does not, even by the address", async () => {
      await signIn();
      expect(await visible("#nav-authentication")).toBe(false);
      await page.goto(`${lab.espocrm.url}/#Admin/authentication`);
      await page.reload();
      await page.waitForSelector("#home:not([hidden])");
      expect(await visible("#authentication-settings")).toBe(false);
    });
  });
}
