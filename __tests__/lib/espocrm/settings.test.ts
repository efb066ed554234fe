import { type Changes } from "../company";
import { Synthesized } from "../synthesized";

const settings = (changes?: Changes) => Synthesized.company(changes).settings;
/** What a configuration adds to the settings that are always managed. */
const added = (changes: Changes) => {
  const always = Object.keys(settings());
  return Object.fromEntries(
    Object.entries(settings(changes)).filter(([name]) => !always.includes(name)),
  );
};

describe("EspoCRM's managed settings", () => {
  it("are the guide's, and no others, when nothing more is said", () => {
    const slug = "${authentik_application.application.slug}";
    expect(settings()).toEqual({
      authenticationMethod: "Oidc",
      oidcClientId: "${authentik_provider_oauth2.provider.client_id}",
      oidcAuthorizationEndpoint: "https://authentik.company/application/o/authorize/",
      oidcTokenEndpoint: "https://authentik.company/application/o/token/",
      oidcUserInfoEndpoint: "https://authentik.company/application/o/userinfo/",
      oidcJwksEndpoint: `https://authentik.company/application/o/${slug}/jwks/`,
      oidcLogoutUrl: `https://authentik.company/application/o/${slug}/end-session/`,
      oidcScopes: ["openid", "profile", "email"],
      oidcUsernameClaim: "sub",
      oidcFallback: true,
    });
  });

  it("lead EspoCRM's server to the inner address, and browsers to the public one", () => {
    const authentik = { backchannelUrl: "https://authentik.internal.company/" };
    expect(settings({ authentik })).toMatchObject({
      oidcAuthorizationEndpoint: "https://authentik.company/application/o/authorize/",
      oidcTokenEndpoint: "https://authentik.internal.company/application/o/token/",
      oidcUserInfoEndpoint: "https://authentik.internal.company/application/o/userinfo/",
      oidcJwksEndpoint: expect.stringMatching(
        /^https:\/\/authentik\.internal\.company\//,
      ) as unknown,
      oidcLogoutUrl: expect.stringMatching(/^https:\/\/authentik\.company\//) as unknown,
    });
  });

  it("can be another user name claim, logout URL and other scopes", () => {
    const login = {
      usernameClaim: "preferred_username",
      logoutUrl: "https://authentik.company/if/flow/default-invalidation-flow/?c={clientId}",
      scopes: ["profile"],
    };
    expect(settings({ login })).toMatchObject({
      oidcUsernameClaim: "preferred_username",
      oidcLogoutUrl: login.logoutUrl,
      oidcScopes: ["profile"],
    });
  });

  it.each<[string, unknown, Changes["login"]]>([
    ["oidcAllowRegularUserFallback", true, { allowRegularUserFallback: true }],
    ["oidcAllowAdminUser", true, { allowAdministrators: true }],
    ["oidcAllowAdminUser", false, { allowAdministrators: false }],
    [
      "oidcJwtSignatureAlgorithmList",
      ["RS256", "RS512"],
      { signatureAlgorithms: ["RS256", "RS512"] },
    ],
    ["oidcAuthorizationPrompt", "login", { authorizationPrompt: "login" }],
    ["oidcAuthorizationMaxAge", 0, { authorizationMaxAge: 0 }],
    ["oidcJwksCachePeriod", "1 hour", { jwksCachePeriod: "1 hour" }],
    ["oidcCreateUser", true, { createUsers: true }],
    ["oidcSync", true, { syncUsers: true }],
    ["oidcSyncTeams", false, { syncTeams: false }],
    ["oidcGroupClaim", "groups", { groupClaim: "groups" }],
  ])("get %s: %j from the configuration, and nothing else", (name, value, login) => {
    expect(added({ login })).toEqual({ [name]: value });
  });

  it("hold teams as EspoCRM does, with the group of those that have one", () => {
    const teams = [{ id: "5f1e", name: "Sales", group: "crm-sales" }, { id: "6a2b" }];
    expect(added({ login: { teams } })).toEqual({
      oidcTeamsIds: ["5f1e", "6a2b"],
      oidcTeamsNames: { "5f1e": "Sales", "6a2b": "6a2b" },
      oidcTeamsColumns: { "5f1e": { group: "crm-sales" } },
    });
  });

  it("hold no null for teams without groups", () => {
    expect(added({ login: { teams: [{ id: "6a2b" }] } })).toEqual({
      oidcTeamsIds: ["6a2b"],
      oidcTeamsNames: { "6a2b": "6a2b" },
    });
  });
});
