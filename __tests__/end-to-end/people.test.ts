import { type Browser, chromium, type Page } from "playwright-core";
import { TERRAFORM } from "../../sandbox/__tests__/terraform/workspace";
import { ARGUMENTS, CHROMIUM, HAS_CHROMIUM } from "./browser";
import { Deployment, type Wish } from "./deployment";

const LACKING = [
  ...(TERRAFORM === undefined ? ["no Terraform"] : []),
  ...(HAS_CHROMIUM ? [] : [`no ${CHROMIUM}`]),
];

if (LACKING.length === 0)
  describe("a person who comes, moves and goes, in a real browser", inBrowser);
else test.skip(`people in a real browser [skipped: ${LACKING.join(", ")} here]`, () => undefined);

const GROUPS = [
  { name: "crm" },
  { name: "crm-sales", parents: ["crm"] },
  { name: "crm-support", parents: ["crm"] },
];

function inBrowser(): void {
  let deployment: Deployment;
  let browser: Browser;

  beforeAll(async () => {
    deployment = await Deployment.prepare();
    deployment.espocrm.seed({ teams: ["Sales team", "Support team"] });
    deployment.synthesize(wish(true));
    await deployment.apply();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...ARGUMENTS] });
  });
  afterAll(async () => {
    await browser.close();
    await deployment.close();
  });

  const idOf = (team: string): string =>
    deployment.espocrm.state.users.teams().find(({ name }) => name === team)?.id ?? "";

  /** Groups that the stack makes, one of them bound, and a team for each of the two below it. */
  const wish = (syncTeams: boolean): Wish => ({
    groups: GROUPS,
    bindings: [{ group: "crm" }],
    login: {
      createUsers: true,
      syncUsers: true,
      syncTeams,
      groupClaim: "groups",
      teams: [
        { id: idOf("Sales team"), name: "Sales team", group: "crm-sales" },
        { id: idOf("Support team"), name: "Support team", group: "crm-support" },
      ],
    },
  });

  /** Says in authentik who mary is; her password is her name. */
  const inGroup = (group: string, isActive = true, name = "Mary Ann Miller"): void =>
    deployment.authentik.seed({
      users: [
        {
          username: "mary",
          password: "mary",
          email: "mary@example.com",
          name,
          isActive,
          groups: [group],
        },
      ],
    });

  /** What EspoCRM has of mary. */
  function account() {
    const { users } = deployment.espocrm.state;
    const user = users.named("mary");
    const teams = users.teams().filter(({ id }) => user?.teamsIds.includes(id));
    return user && [user.firstName, user.lastName, ...teams.map(({ name }) => name)];
  }

  /** Mary presses Sign in in a browser of her own; what is done with EspoCRM's page and authentik's window. */
  async function signIn(then: (page: Page, popup: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await page.goto(deployment.espocrm.url);
      await page.waitForSelector("#sign-in:visible");
      const [popup] = await Promise.all([page.waitForEvent("popup"), page.click("#sign-in")]);
      await popup.waitForLoadState();
      await popup.fill("[name=uid_field]", "mary");
      await popup.fill("[name=password]", "mary");
      await popup.click("button[type=submit]");
      await then(page, popup);
    } finally {
      await context.close();
    }
  }

  /** Signs mary in; the teams that EspoCRM shows her. */
  async function teamsAtLogin(): Promise<string> {
    let teams = "";
    await signIn(async (page, popup) => {
      await popup.getByRole("button", { name: "Continue" }).click();
      await page.waitForSelector("#home:not([hidden])");
      teams = await page.innerText("#user-teams");
    });
    return teams;
  }

  test("is created with a first and a last name and the team of a group, and moves with the group", async () => {
    inGroup("crm-sales");
    expect(await teamsAtLogin()).toBe("Sales team");
    expect(account()).toEqual(["Mary Ann", "Miller", "Sales team"]);
    expect((await deployment.check()).code).toBe(0);

    inGroup("crm-support", true, "Mary Ann Smith");
    expect(await teamsAtLogin()).toBe("Support team");
    expect(account()).toEqual(["Mary Ann", "Smith", "Support team"]);
  });

  test("keeps the teams at later logins while teams are not synchronized", async () => {
    deployment.synthesize(wish(false));
    await deployment.apply();
    inGroup("crm-sales");
    expect(await teamsAtLogin()).toBe("Support team");

    deployment.synthesize(wish(true));
    await deployment.apply();
    expect(await teamsAtLogin()).toBe("Sales team");
  });

  test("does not get in once deactivated, or in none of the groups", async () => {
    inGroup("crm-sales", false);
    await signIn(async (page, popup) => {
      await popup.locator("[role=alert]").waitFor();
      expect(await page.isVisible("#home")).toBe(false);
    });
    inGroup("crm-users");
    await signIn(async (_, popup) => {
      await popup.getByText("Permission denied").waitFor();
    });
  });

  test("is in no group of the stack's any more once it is gone", async () => {
    await deployment.destroy();
    const names = [...deployment.authentik.state.groups.values()].map(({ name }) => name);
    expect(names.filter((name) => GROUPS.some((group) => group.name === name))).toEqual([]);
    expect(names).toContain("crm-users");
  });
}
