import { startEspoCrm, type EspoCrmSandbox } from "../../../espocrm";
import { ADMIN, call, put, type Answer } from "../espocrm-client";

let espocrm: EspoCrmSandbox;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 1);
  espocrm = await startEspoCrm({ siteUrl: "https://crm.local/", now: () => now });
});
afterEach(() => espocrm.close());

const authorizationData = (headers = {}): Promise<Answer> =>
  call(espocrm, "GET", "Oidc/authorizationData", headers);

describe("authorizationData", () => {
  test("is 403 while the method is another, even for an administrator", async () => {
    expect(await authorizationData(ADMIN)).toMatchObject({ status: 403, reason: "", text: "" });
  });

  test("is 500 until client ID and endpoint are set", async () => {
    await put(espocrm, { authenticationMethod: "Oidc" });
    expect(await authorizationData()).toMatchObject({ status: 500, reason: "No client ID." });
    await put(espocrm, { oidcClientId: "espocrm" });
    expect(await authorizationData()).toMatchObject({
      status: 500,
      reason: "No authorization endpoint.",
    });
  });

  test("tells anybody how to sign in", async () => {
    await put(espocrm, {
      authenticationMethod: "Oidc",
      oidcClientId: "espocrm",
      oidcAuthorizationEndpoint: "https://idp.local/authorize/",
      oidcScopes: ["profile", "email"],
      oidcAuthorizationPrompt: "login",
    });
    expect((await authorizationData()).text).toBe(
      '{"clientId":"espocrm","endpoint":"https:\\/\\/idp.local\\/authorize\\/",' +
        '"redirectUri":"https:\\/\\/crm.local\\/oauth-callback.php",' +
        '"scopes":["openid","profile","email"],"claims":null,"prompt":"login","maxAge":null}',
    );
    await put(espocrm, { oidcGroupClaim: "groups", oidcAuthorizationMaxAge: 60 });
    expect((await authorizationData()).json()).toMatchObject({
      claims: '{"id_token":{"groups":{"essential":true}}}',
      maxAge: 60,
    });
  });
});
