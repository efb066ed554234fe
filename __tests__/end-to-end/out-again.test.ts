import { Browser } from "../../sandbox/__tests__/authentik/browser";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { Deployment, type Wish } from "./deployment";
import { authorize } from "./visitor";

/** jane, in a browser without JavaScript, and what her EspoCRM page sends to its server. */
class Person {
  /** EspoCRM's token of her session. */
  private token = "";
  /** The cookie without which the token is worth nothing. */
  private secret: string | undefined;

  constructor(
    private readonly deployment: Deployment,
    private readonly browser: Browser,
  ) {}

  /** Presses Sign in: whether she is in, and whether authentik asked for the password before. */
  async signIn(): Promise<{ readonly in: boolean; readonly asked: boolean }> {
    const direct = await authorize(this.deployment, this.browser);
    if (this.codeOf(direct) !== "") return { in: await this.enter(direct), asked: false };
    await this.browser.login("jane");
    return { in: await this.enter(await authorize(this.deployment, this.browser)), asked: true };
  }

  /** Presses Log out in EspoCRM, and goes where it sends her, through authentik's flow. */
  async logOut(): Promise<void> {
    const ended = await this.ask("POST", "App/destroyAuthToken", { token: this.token });
    const leads = ended.headers.get("x-logout-redirect-url") ?? "";
    await this.browser.follow(this.browser.open(leads));
  }

  /** Whether EspoCRM still knows her session. */
  async isIn(): Promise<boolean> {
    return (await this.ask("GET", "App/user")).status === 200;
  }

  private codeOf({ location }: { readonly location: string }): string {
    return location === "" ? "" : (new URL(location).searchParams.get("code") ?? "");
  }

  /** Shows EspoCRM the code. */
  private async enter(page: { readonly location: string }): Promise<boolean> {
    const authorization = btoa(`**oidc:${this.codeOf(page)}`);
    const answer = await fetch(`${this.deployment.espocrm.url}/api/v1/App/user`, {
      headers: {
        authorization: `Basic ${authorization}`,
        "espo-authorization": authorization,
        "espo-authorization-create-token-secret": "true",
        "x-oidc-authorization-nonce": "nonce",
      },
    });
    if (answer.status !== 200) return false;
    this.token = ((await answer.json()) as { token: string }).token;
    this.secret = /auth-token-secret=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1];
    return true;
  }

  private ask(method: "GET" | "POST", path: string, body?: object): Promise<Response> {
    const authorization = btoa(`jane:${this.token}`);
    return fetch(`${this.deployment.espocrm.url}/api/v1/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      headers: {
        "content-type": "application/json",
        authorization: `Basic ${authorization}`,
        "espo-authorization": authorization,
        "espo-authorization-by-token": "true",
        ...(this.secret !== undefined && { cookie: `auth-token-secret=${this.secret}` }),
      },
    });
  }
}

describeWithTerraform("out again", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.prepare();
  });
  afterAll(() => deployment.close());

  const applied = async (provider: NonNullable<Wish["provider"]>): Promise<Person> => {
    deployment.synthesize({ provider });
    await deployment.apply();
    return new Person(deployment, new Browser(deployment.authentik));
  };

  test("with nothing said, the next login after logging out asks for no password", async () => {
    const jane = await applied({});
    expect(await jane.signIn()).toEqual({ in: true, asked: true });
    await jane.logOut();
    expect(await jane.isIn()).toBe(false);
    expect(await jane.signIn()).toEqual({ in: true, asked: false });
  });

  test("here is what nothing said means: no apply changes anything", async () => {
    deployment.synthesize({ provider: { logout: "here" } });
    expect((await deployment.check()).code).toBe(0);
  });

  test("everywhere, the next login after logging out asks for the password", async () => {
    const jane = await applied({ logout: "everywhere" });
    expect(await jane.signIn()).toEqual({ in: true, asked: true });
    await jane.logOut();
    expect(await jane.isIn()).toBe(false);
    expect(await jane.signIn()).toEqual({ in: true, asked: true });
  });

  describe("when the session ends at authentik", () => {
    /** Once authentik has told whom it tells. */
    const told = () => deployment.authentik.logoutDeliveries();

    test("EspoCRM's goes on where authentik does not tell it", async () => {
      const jane = await applied({});
      await jane.signIn();
      deployment.authentik.endSessions("jane");
      expect(await told()).toEqual([]);
      expect(await jane.isIn()).toBe(true);
    });

    test("EspoCRM's ends, too, where authentik tells it, and a deactivated user does not come back", async () => {
      const jane = await applied({ backchannelLogout: true, accessTokenValidity: "hours=10" });
      await jane.signIn();
      expect(await jane.isIn()).toBe(true);
      deployment.authentik.endSessions("jane");
      expect((await told()).map(({ status }) => status)).toEqual([200]);
      expect(await jane.isIn()).toBe(false);

      const user = [...deployment.authentik.state.users.values()].find(
        ({ username }) => username === "jane",
      );
      if (user === undefined) throw new Error("authentik has no jane.");
      user.is_active = false;
      expect(await jane.signIn()).toMatchObject({ in: false });
      user.is_active = true;
    });

    test("logging out of one browser ends her sessions in the others", async () => {
      const wish = { backchannelLogout: true, accessTokenValidity: "hours=10" };
      const office = await applied(wish);
      const home = new Person(deployment, new Browser(deployment.authentik));
      await office.signIn();
      await home.signIn();
      await office.logOut();
      await told();
      expect(await home.isIn()).toBe(false);
    });
  });
});
