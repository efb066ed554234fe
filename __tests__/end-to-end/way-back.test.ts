import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { Deployment, lastingSettings, type Wish } from "./deployment";

const PREVIOUS = {
  authenticationMethod: "Oidc",
  oidcClientId: "crm-at-the-old-place",
  oidcAuthorizationEndpoint: "https://old.example/authorize",
  oidcTokenEndpoint: "https://old.example/token",
  oidcJwksEndpoint: "https://old.example/keys",
  oidcUserInfoEndpoint: null,
  oidcLogoutUrl: "https://old.example/logout",
  oidcScopes: ["profile"],
  oidcUsernameClaim: "preferred_username",
  oidcFallback: true,
  oidcAllowAdminUser: true,
  oidcAuthorizationPrompt: "login",
};

describeWithTerraform("the way back", () => {
  let deployment: Deployment;
  afterEach(() => deployment.close());

  async function deploy(wish: Wish = {}, settings: Record<string, unknown> = {}): Promise<string> {
    deployment = await Deployment.prepare(wish);
    deployment.espocrm.seed({ settings });
    const args = ["apply", "-input=false", "-auto-approve"];
    const { stdout, stderr } = await deployment.terraform.succeed(args, deployment.credentials);
    return (stdout + stderr).replace(/[│╷╵\s]+/g, " ");
  }

  test("a previous OIDC set-up comes back, and the apply says what nobody can put back", async () => {
    const said = await deploy({ login: { authorizationPrompt: "consent" } }, PREVIOUS);
    expect(said).toContain("puts that set-up back, except its client secret");
    expect(deployment.espocrm.settings()).toMatchObject({ oidcAuthorizationPrompt: "consent" });
    await deployment.destroy();
    expect(deployment.espocrm.settings()).toMatchObject(PREVIOUS);
  });

  test("a previous OIDC set-up without password login comes back with it: its secret is lost", async () => {
    deployment = await Deployment.prepare();
    const { credentials, espocrm, terraform } = deployment;
    espocrm.seed({ settings: { ...PREVIOUS, oidcFallback: false } });
    const [administrator] = espocrm.state.users.list();
    if (administrator === undefined) throw new Error("The sandbox has no administrator.");
    const { token } = espocrm.state.tokens.create(administrator, false);
    const withToken = { ...credentials, espocrm_password: token };
    await terraform.planAndApply(withToken);
    await terraform.succeed(["destroy", "-input=false", "-auto-approve"], withToken);
    expect(espocrm.settings()).toMatchObject({ ...PREVIOUS, oidcFallback: true });
  });

  test("an observer that was made anew after the switch leads to EspoCRM's own login", async () => {
    await deploy();
    const { credentials, espocrm, terraform } = deployment;
    const forgotten = ["restapi_object.observer", "terraform_data.before"];
    await terraform.succeed(["state", "rm", ...forgotten]);
    await terraform.planAndApply(credentials);
    expect(await deployment.check()).toMatchObject({ code: 0 });
    await deployment.destroy();
    expect(espocrm.settings()).toMatchObject({ authenticationMethod: "Espo", oidcClientId: null });
  });

  test("onDestroy espo switches to EspoCRM's own login, whatever was before", async () => {
    await deploy({ onDestroy: "espo" }, PREVIOUS);
    await deployment.destroy();
    expect(deployment.espocrm.settings()).toMatchObject({
      authenticationMethod: "Espo",
      oidcClientId: null,
      oidcScopes: ["profile", "email", "phone"],
    });
  });

  test("onDestroy leave changes nothing in EspoCRM", async () => {
    await deploy({ onDestroy: "leave" });
    const { espocrm } = deployment;
    const before = lastingSettings(espocrm);
    const secret = espocrm.clientSecret();
    await deployment.destroy();
    expect(lastingSettings(espocrm)).toEqual(before);
    expect(espocrm.clientSecret()).toBe(secret);
  });

  test("every optional setting is put back, too", async () => {
    deployment = await Deployment.prepare({
      login: {
        allowAdministrators: true,
        allowRegularUserFallback: true,
        authorizationMaxAge: 3600,
        authorizationPrompt: "login",
        createUsers: true,
        groupClaim: "groups",
        jwksCachePeriod: "5 minutes",
        signatureAlgorithms: ["RS256", "RS512"],
        syncTeams: true,
        syncUsers: true,
        teams: [{ id: "t1", name: "Sales", group: "sales" }, { id: "t2" }],
      },
    });
    const found = lastingSettings(deployment.espocrm);
    await deployment.apply();
    expect(await deployment.check()).toMatchObject({ code: 0 });
    await deployment.destroy();
    expect(lastingSettings(deployment.espocrm)).toEqual(found);
  });
});
