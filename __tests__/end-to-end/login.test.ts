import { type Browser, chromium, type Page } from "playwright-core";
import { TERRAFORM } from "../../sandbox/__tests__/terraform/workspace";
import { ARGUMENTS, CHROMIUM, HAS_CHROMIUM, keepScreenshot } from "./browser";
import { Deployment } from "./deployment";

const LACKING = [
  ...(TERRAFORM === undefined ? ["no Terraform"] : []),
  ...(HAS_CHROMIUM ? [] : [`no ${CHROMIUM}`]),
];

if (LACKING.length === 0) describe("after a deploy, in a real browser", inBrowser);
else test.skip(`in a real browser [skipped: ${LACKING.join(", ")} here]`, () => undefined);

function inBrowser(): void {
  let deployment: Deployment;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    deployment = await Deployment.prepare();
    await deployment.apply();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...ARGUMENTS] });
  });
  afterAll(async () => {
    await browser.close();
    await deployment.close();
  });

  beforeEach(async () => {
    const context = await browser.newContext({ viewport: { width: 800, height: 640 } });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
  });
  afterEach(() => page.context().close());

  /** Opens EspoCRM and presses Sign in; gives authentik's window. */
  async function pressSignIn(): Promise<Page> {
    await page.goto(deployment.espocrm.url);
    await page.waitForSelector("#sign-in:visible");
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.click("#sign-in")]);
    await popup.waitForLoadState();
    return popup;
  }

  /** Fills in authentik's log-in page; authentik's password of every example user is their name. */
  async function logIn(popup: Page, user: string): Promise<void> {
    await popup.fill("[name=uid_field]", user);
    await popup.fill("[name=password]", user);
    await popup.click("button[type=submit]");
  }

  /** EspoCRM's prompt is `consent` unless it is managed: authentik then asks at every log-in. */
  async function consent(popup: Page): Promise<void> {
    await popup.getByRole("button", { name: "Continue" }).click();
    if (!popup.isClosed()) await popup.waitForEvent("close");
  }

  const home = async (): Promise<string> => {
    await page.waitForSelector("#home:not([hidden])");
    return page.innerText("#greeting");
  };

  test("a user signs in, logs out, and signs in again", async () => {
    const popup = await pressSignIn();
    await keepScreenshot(page, "1-espocrm-sign-in");
    await keepScreenshot(popup, "2-authentik-log-in");
    await logIn(popup, "jane");
    await popup.getByRole("button", { name: "Continue" }).waitFor();
    await keepScreenshot(popup, "3-authentik-consent");
    await consent(popup);
    expect(await home()).toContain("Jane");
    expect(await page.innerText("#user-name")).toBe("jane");
    await keepScreenshot(page, "4-espocrm-home");

    await page.click("#log-out");
    await page.waitForURL(`${deployment.authentik.url}/**`);
    await keepScreenshot(page, "5-authentik-logged-out");

    // The provider's own invalidation flow leaves authentik's session alive: no password this time.
    await consent(await pressSignIn());
    expect(await home()).toContain("Jane");
  });

  test("a user of a group below the bound one signs in", async () => {
    const popup = await pressSignIn();
    await logIn(popup, "sam");
    await consent(popup);
    expect(await home()).toContain("Sam");
  });

  test("a user whom no binding lets in sees authentik's denial, and EspoCRM stays closed", async () => {
    const popup = await pressSignIn();
    await logIn(popup, "guest");
    await popup.getByText("Permission denied").waitFor();
    await keepScreenshot(popup, "6-authentik-denied");
    await popup.close();
    expect(await page.isVisible("#home")).toBe(false);
  });

  test("an administrator signs in only where that is allowed", async () => {
    const refused = await pressSignIn();
    await logIn(refused, "admin");
    await consent(refused);
    await page.waitForSelector("#notification:not([hidden])");
    expect(await page.innerText("#notification")).toBe("Failed to log in");
    await keepScreenshot(page, "7-administrator-refused");

    deployment.synthesize({ login: { allowAdministrators: true } });
    await deployment.apply();
    await consent(await pressSignIn());
    expect(await home()).toContain("admin");
    expect(await page.innerText("#user-type")).toBe("Admin");
    await keepScreenshot(page, "8-administrator-home");
  });

  test("the administrator finds the redirect URI that authentik has registered", async () => {
    deployment.synthesize({ login: { allowAdministrators: true } });
    await deployment.apply();
    const popup = await pressSignIn();
    await logIn(popup, "admin");
    await consent(popup);
    await home();
    await page.click("#nav-authentication");
    const shown = await page.innerText('dd[data-name="oidcAuthorizationRedirectUri"]');
    const [provider] = [...deployment.authentik.state.providers.values()];
    expect(provider?.redirect_uris.map(({ url }) => url)).toEqual([shown]);
    await keepScreenshot(page, "9-espocrm-settings");
  });
}
