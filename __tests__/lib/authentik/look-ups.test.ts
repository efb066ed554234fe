import { TerraformVariable } from "cdktf";
import { EspoAuthentikIntegration } from "../../../lib";
import { company } from "../company";
import { Synthesized } from "../synthesized";

const id = "4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11";

describe("Look-ups", () => {
  it("read neither the private key nor the members of a group", () => {
    const stack = Synthesized.company();
    expect(stack.data("authentik_certificate_key_pair")).toMatchObject({
      name: "authentik Self-signed Certificate",
      fetch_key: false,
      fetch_certificate: false,
    });
    expect(stack.data("authentik_group")).toMatchObject({
      name: "crm-users",
      include_users: false,
    });
  });

  it("refuse a flow of another designation, which authentik would take", () => {
    const stack = Synthesized.company({ provider: { authorizationFlow: "sso" } });
    expect(stack.data("authentik_flow", "authorization-flow-sso")).toMatchObject({
      slug: "sso",
      lifecycle: {
        postcondition: [
          {
            condition: '${self.designation == "authorization"}',
            error_message:
              'authentik\'s flow "sso" is not one for authorization. Name a flow of that designation (authentik: Flows and Stages, Flows).',
          },
        ],
      },
    });
  });

  it("refuse fewer scope mappings than were asked for, which the provider would take", () => {
    const stack = Synthesized.company({ provider: { scopes: ["openid", "entitlements"] } });
    expect(stack.data("authentik_property_mapping_provider_scope")).toMatchObject({
      managed_list: [
        "goauthentik.io/providers/oauth2/scope-openid",
        "goauthentik.io/providers/oauth2/scope-entitlements",
      ],
      lifecycle: {
        postcondition: [
          {
            condition: "${length(self.ids) == 2}",
            error_message: expect.stringMatching(
              /^authentik lacks one of its managed scope mappings openid, entitlements\. .*Blueprints/,
            ) as unknown,
          },
        ],
      },
    });
  });

  it("count a scope once that is listed twice", () => {
    const stack = Synthesized.company({ provider: { scopes: ["openid", "profile", "openid"] } });
    expect(stack.data("authentik_property_mapping_provider_scope")).toMatchObject({
      managed_list: [
        "goauthentik.io/providers/oauth2/scope-openid",
        "goauthentik.io/providers/oauth2/scope-profile",
      ],
      lifecycle: { postcondition: [{ condition: "${length(self.ids) == 2}" }] },
    });
  });

  it("are left out for what is given by its id", () => {
    const stack = Synthesized.company({
      provider: { authorizationFlow: { id }, invalidationFlow: { id }, signingKey: { id } },
    });
    expect(stack.lookUps("authentik_flow")).toEqual({});
    expect(stack.lookUps("authentik_certificate_key_pair")).toEqual({});
    expect(stack.resource("authentik_provider_oauth2")).toMatchObject({
      authorization_flow: id,
      invalidation_flow: id,
      signing_key: id,
    });
  });

  it("are shared by the integrations of a stack", () => {
    const stack = Synthesized.program((scope) => {
      for (const name of ["a", "b", "c"]) {
        new EspoAuthentikIntegration(scope, name, {
          ...company({ espocrm: { url: `https://${name}.company` } }),
          application: { name, slug: name },
        });
      }
    });
    expect(Object.keys(stack.resources("authentik_provider_oauth2"))).toHaveLength(3);
    expect(Object.keys(stack.lookUps("authentik_flow"))).toHaveLength(2);
    expect(Object.keys(stack.lookUps("authentik_certificate_key_pair"))).toHaveLength(1);
    expect(Object.keys(stack.lookUps("authentik_property_mapping_provider_scope"))).toHaveLength(1);
    expect(Object.keys(stack.lookUps("authentik_group"))).toHaveLength(1);
  });

  it("are apart for two authentiks", () => {
    const stack = Synthesized.program((scope) => {
      new EspoAuthentikIntegration(scope, "a", company());
      new EspoAuthentikIntegration(scope, "b", {
        ...company({ espocrm: { url: "https://b.company" } }),
        authentik: { url: "https://authentik.b", tokenVariable: "b_token" },
      });
    });
    expect(Object.values(stack.lookUps("authentik_group"))).toMatchObject([
      { provider: "authentik.authentik_authentik_b_cc7342" },
      { provider: "authentik.authentik_authentik_company_b93ef5" },
    ]);
  });

  it("have addresses that say nothing of tokens, and one for each", () => {
    const stack = Synthesized.program((scope) => {
      const one = new TerraformVariable(scope, "one", {}).stringValue;
      const two = new TerraformVariable(scope, "two", {}).stringValue;
      new EspoAuthentikIntegration(scope, "Default", {
        ...company(),
        bindings: [{ group: one }, { group: two }],
      });
    });
    expect(stack.lookUps("authentik_group")).toMatchObject({
      "group-other-1": { name: "${var.one}" },
      "group-other-2": { name: "${var.two}" },
    });
  });

  it("tell names apart that differ in what an address can't have", () => {
    const stack = Synthesized.company({
      bindings: [{ group: "crm users" }, { group: "crm/users" }],
    });
    const names = Object.values(stack.lookUps("authentik_group")).map(({ name }) => name);
    expect(names.sort()).toEqual(["crm users", "crm/users"]);
  });
});
