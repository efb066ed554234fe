import type { OAuth2ProviderProps } from "../../../lib";
import { type Changes } from "../company";
import { Synthesized } from "../synthesized";

const ID = "4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11";
const oauth2 = (changes?: Changes) =>
  Synthesized.company(changes).resource("authentik_provider_oauth2");
const tile = (changes?: Changes) => Synthesized.company(changes).resource("authentik_application");

describe("authentik's provider", () => {
  it("is as the guide has it when nothing more is said", () => {
    expect(oauth2()).toMatchObject({
      name: "EspoCRM",
      client_id: "espocrm",
      client_type: "confidential",
      sub_mode: "user_username",
      include_claims_in_id_token: true,
      issuer_mode: "per_provider",
      access_code_validity: "minutes=1",
      access_token_validity: "minutes=10",
      refresh_token_validity: "days=30",
      authorization_flow:
        "${data.authentik_flow.authorization-flow-default-provider-authorization-implicit-consent.id}",
      invalidation_flow:
        "${data.authentik_flow.invalidation-flow-default-provider-invalidation-flow.id}",
      property_mappings:
        "${data.authentik_property_mapping_provider_scope.scope-mappings-openid-profile-email.ids}",
      signing_key: expect.stringMatching(
        /^\$\{data\.authentik_certificate_key_pair\.signing-key-authentik-Self-signed-Certificate-\w+\.id\}$/,
      ) as unknown,
    });
  });

  it("leaves to authentik what nobody asks for: the secret, back-channel logout, another log-in", () => {
    for (const attribute of ["client_secret", "logout_uri", "logout_method", "authentication_flow"])
      expect(oauth2()).not.toHaveProperty(attribute);
  });

  it.each([
    ["everywhere", "default-invalidation-flow"],
    ["here", "default-provider-invalidation-flow"],
  ] as const)("runs authentik's own flow for logging out %s", (logout, flow) => {
    expect(oauth2({ provider: { logout } })["invalidation_flow"]).toBe(
      `\${data.authentik_flow.invalidation-flow-${flow}.id}`,
    );
  });

  it("takes every field of the configuration", () => {
    const provider = oauth2({
      provider: {
        name: "CRM login",
        clientId: "crm",
        subjectMode: "user_email",
        includeClaimsInIdToken: false,
        issuerMode: "global",
        accessCodeValidity: "minutes=2",
        accessTokenValidity: "hours=10",
        refreshTokenValidity: "days=1",
        authenticationFlow: "default-authentication-flow",
      },
    });
    expect(provider).toMatchObject({
      name: "CRM login",
      client_id: "crm",
      sub_mode: "user_email",
      include_claims_in_id_token: false,
      issuer_mode: "global",
      access_code_validity: "minutes=2",
      access_token_validity: "hours=10",
      refresh_token_validity: "days=1",
      authentication_flow:
        "${data.authentik_flow.authentication-flow-default-authentication-flow.id}",
    });
  });

  it.each(["https://espocrm.company", "https://espocrm.company/", "https://espocrm.company//"])(
    "registers EspoCRM's redirect URI to the character: %s",
    (url) => {
      expect(oauth2({ espocrm: { url } })["allowed_redirect_uris"]).toMatchObject([
        { matching_mode: "strict", url: "https://espocrm.company/oauth-callback.php" },
      ]);
    },
  );

  it("registers further redirect URIs behind EspoCRM's own, as the release line has them", () => {
    const redirectUris = [
      "https://a.company/x",
      { url: "https://b\\.company/", matching: "regex" },
    ];
    const provider = { redirectUris } as OAuth2ProviderProps;
    const registered = (release: "2026.2" | "2026.5") =>
      (oauth2({ authentik: { release }, provider })["allowed_redirect_uris"] as object[]).slice(1);
    const both = [
      { matching_mode: "strict", url: "https://a.company/x" },
      { matching_mode: "regex", url: "https://b\\.company/" },
    ];
    expect(registered("2026.2")).toEqual(both);
    expect(registered("2026.5")).toEqual(
      both.map((uri) => ({ ...uri, redirect_uri_type: "authorization" })),
    );
  });

  it("says its grant types on line 2026.5, where a provider without any lets nobody log in", () => {
    const provider = oauth2({ authentik: { release: "2026.5" } });
    expect(provider["grant_types"]).toEqual(["authorization_code", "refresh_token"]);
    expect(provider["allowed_redirect_uris"]).toEqual([
      {
        matching_mode: "strict",
        redirect_uri_type: "authorization",
        url: "https://espocrm.company/oauth-callback.php",
      },
    ]);
  });

  it("says none of it on line 2026.2, which would see a difference for ever", () => {
    const provider = oauth2({ authentik: { release: "2026.2" } });
    expect(provider).not.toHaveProperty("grant_types");
    expect(provider["allowed_redirect_uris"]).toEqual([
      { matching_mode: "strict", url: "https://espocrm.company/oauth-callback.php" },
    ]);
  });

  it("takes a client secret from a variable, which is then in the state and not ephemeral", () => {
    const stack = Synthesized.company({ provider: { clientSecretVariable: "client_secret" } });
    const provider = stack.resource("authentik_provider_oauth2");
    expect(provider["client_secret"]).toBe("${var.client_secret}");
    expect(stack.variables["client_secret"]).toMatchObject({ sensitive: true });
    expect(stack.variables["client_secret"]).not.toHaveProperty("ephemeral");
  });

  it("tells EspoCRM of ended sessions, at the address that authentik reaches it at", () => {
    const provider = { backchannelLogout: true };
    expect(oauth2({ provider })).toMatchObject({
      logout_method: "backchannel",
      logout_uri: "https://espocrm.company/api/v1/Oidc/backchannelLogout",
    });
    const espocrm = { backchannelUrl: "https://espocrm.internal.company/" };
    expect(oauth2({ provider, espocrm })).toMatchObject({
      logout_uri: "https://espocrm.internal.company/api/v1/Oidc/backchannelLogout",
    });
  });

  it("adds scope mappings by id to the managed ones", () => {
    const { property_mappings } = oauth2({ provider: { scopeMappings: [ID] } });
    expect(property_mappings).toBe(
      `\${concat(data.authentik_property_mapping_provider_scope.scope-mappings-openid-profile-email.ids, ["${ID}"])}`,
    );
  });

  it("looks scope mappings up by name, and has the name in their addresses", () => {
    const stack = Synthesized.company({ provider: { scopeMappings: ["CRM groups", { id: ID }] } });
    const [address = "", found] =
      Object.entries(stack.lookUps("authentik_property_mapping_provider_scope")).find(
        ([, { name }]) => name === "CRM groups",
      ) ?? [];
    expect(address).toMatch(/^scope-mapping-CRM-groups-\w{6}$/);
    expect(found).not.toHaveProperty("managed_list");
    expect(stack.resource("authentik_provider_oauth2")["property_mappings"]).toBe(
      `\${concat(data.authentik_property_mapping_provider_scope.scope-mappings-openid-profile-email.ids, [data.authentik_property_mapping_provider_scope.${address}.id, "${ID}"])}`,
    );
  });

  it("makes the scope mappings that are written in the configuration, texts in them as they are", () => {
    const expression = '\n  return {"crm": "${user.name} %{if}"}\n';
    const stack = Synthesized.company({
      provider: { scopeMappings: [{ name: "CRM ${names}", scope: "profile", expression }] },
    });
    const made = stack.resource("authentik_property_mapping_provider_scope");
    expect(made).toMatchObject({
      name: "CRM $${names}",
      scope_name: "profile",
      expression: 'return {"crm": "$${user.name} %%{if}"}',
      depends_on: ["terraform_data.before"],
    });
    expect(stack.resource("authentik_provider_oauth2")["property_mappings"]).toMatch(
      /^\$\{concat\(.*\.ids, \[authentik_property_mapping_provider_scope\.scope-mapping-CRM-names-+\w{6}\.id\]\)\}$/,
    );
  });
});

/** Stops a plan where others are told of the users. */
const GUARD = {
  condition: "${try(length(self.backchannel_providers), 0) == 0}",
  error_message: expect.stringContaining("has back-channel providers") as unknown,
};

describe("authentik's application", () => {
  it("is as the guide has it when nothing more is said", () => {
    expect(tile()).toEqual({
      provider: "authentik",
      name: "EspoCRM",
      slug: "espocrm",
      protocol_provider: "${authentik_provider_oauth2.provider.id}",
      policy_engine_mode: "any",
      open_in_new_tab: false,
      meta_launch_url: "https://espocrm.company",
      lifecycle: {
        ignore_changes: ["group", "meta_description", "meta_icon", "meta_publisher"],
        postcondition: [GUARD],
      },
    });
  });

  it("leaves alone what is not given, as the Terraform provider could not clear it", () => {
    const ignored = (changes: Changes) => tile(changes)["lifecycle"];
    expect(ignored({ application: { group: "Business", icon: "fa://fa-users" } })).toEqual({
      ignore_changes: ["meta_description", "meta_publisher"],
      postcondition: [GUARD],
    });
    const all = { group: "a", icon: "b", publisher: "c", description: "d" };
    expect(ignored({ application: all })).toEqual({ postcondition: [GUARD] });
    expect(oauth2()["lifecycle"]).toMatchObject({ ignore_changes: ["logout_uri"] });
  });

  it("stops a plan where logout tokens go elsewhere, declared or not", () => {
    const own = "https://espocrm.company/api/v1/Oidc/backchannelLogout";
    const guard = { condition: `\${try(contains(["", "${own}"], self.logout_uri), true)}` };
    expect(oauth2()["lifecycle"]).toMatchObject({ postcondition: [guard] });
    const declared = oauth2({ provider: { backchannelLogout: true } })["lifecycle"];
    expect(declared).toMatchObject({ postcondition: [guard] });
    expect(declared).not.toHaveProperty("ignore_changes");
  });

  it("takes every field of the configuration", () => {
    const application = {
      name: "CRM",
      slug: "crm",
      group: "Business",
      policyEngineMode: "all",
      launchUrl: "https://espocrm.company/#Lead",
      icon: "fa://fa-users",
      publisher: "EspoCRM",
      description: "Customers",
      openInNewTab: true,
      hide: true,
    } as const;
    expect(tile({ application })).toMatchObject({
      name: "CRM",
      slug: "crm",
      group: "Business",
      policy_engine_mode: "all",
      meta_launch_url: "https://espocrm.company/#Lead",
      meta_icon: "fa://fa-users",
      meta_publisher: "EspoCRM",
      meta_description: "Customers",
      open_in_new_tab: true,
      meta_hide: true,
    });
  });
});
