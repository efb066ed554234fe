import { resolved, type ResolvedIntegration } from "../../lib/fields/resolved";
import {
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  type ITerraformDependable,
} from "cdktf";
import { type AuthentikApplication, EspoAuthentikIntegration, RuleViolations } from "../../lib";
import { COMPANY, company, untyped } from "./company";
import { Synthesized } from "./synthesized";

describe("An integration in one's own program", () => {
  it("gives what other resources are made from", () => {
    const stack = Synthesized.program((scope) => {
      const crm = new EspoAuthentikIntegration(scope, "crm", company());
      for (const key of [
        "clientId",
        "clientSecret",
        "redirectUri",
        "issuer",
        "applicationUuid",
      ] as const)
        new TerraformOutput(scope, key, { value: crm[key], sensitive: true });
      new TerraformOutput(scope, "jwks", { value: crm.endpoints.jwks });
    });
    const { slug, uuid } = {
      slug: "crm_application_[0-9A-F]{8}.slug",
      uuid: "crm_application_[0-9A-F]{8}.uuid",
    };
    const shown = Object.fromEntries(
      Object.entries(stack.outputs).map(([id, { value }]) => [id, value]),
    );
    expect(shown).toEqual({
      clientId: expect.stringMatching(
        /^\$\{authentik_provider_oauth2\.crm_provider_\w+\.client_id\}$/,
      ) as unknown,
      clientSecret: expect.stringMatching(
        /^\$\{authentik_provider_oauth2\.crm_provider_\w+\.client_secret\}$/,
      ) as unknown,
      redirectUri: "https://espocrm.company/oauth-callback.php",
      issuer: expect.stringMatching(
        new RegExp(`/application/o/\\$\\{authentik_application\\.${slug}\\}/$`),
      ) as unknown,
      applicationUuid: expect.stringMatching(
        new RegExp(`^\\$\\{authentik_application\\.${uuid}\\}$`),
      ) as unknown,
      jwks: expect.stringMatching(/\/jwks\/$/) as unknown,
    });
  });

  it("says everything that is wrong at once, with the construct that it is about", () => {
    const make = () =>
      Synthesized.program(
        (scope) =>
          new EspoAuthentikIntegration(scope, "crm", {
            ...company({ espocrm: { url: "http://espocrm.company" } }),
            application: { name: "EspoCRM", slug: "token" },
            login: { fallback: false },
          }),
      );
    expect(make).toThrow(RuleViolations);
    expect(make).toThrow(
      /^acme\/crm can't be an integration as it is:\n {2}- espocrm\.url: .*\[plain-http\]\n {2}- application\.slug: .*\[slug-form\]\n {2}- login\.fallback: .*\[password-fallback\]$/,
    );
  });

  it("refuses what only shows side by side when the app is synthesized", () => {
    const two = () =>
      Synthesized.program((scope) => {
        new EspoAuthentikIntegration(scope, "a", company());
        new EspoAuthentikIntegration(scope, "b", company());
      });
    expect(two).toThrow(
      /Validation failed.*\n.*\[acme\/b\].*https:\/\/espocrm\.company.*EspoCRM of acme\/a/s,
    );
  });

  it("takes texts as they are: Terraform's templates have no effect in them", () => {
    const stack = Synthesized.company({
      application: { name: "${var.authentik_token}", description: "%{ if true }x" },
      login: { groupClaim: "${var.espocrm_password}" },
    });
    expect(stack.resource("authentik_application")).toMatchObject({
      name: "$${var.authentik_token}",
      meta_description: "%%{ if true }x",
    });
    expect(stack.settings["oidcGroupClaim"]).toBe("$${var.espocrm_password}");
  });

  it("always switches to OIDC: no other method can be asked for", () => {
    const login = { authenticationMethod: "Espo", oidcFallback: false };
    expect(Synthesized.company({ login: untyped(login) }).settings).toMatchObject({
      authenticationMethod: "Oidc",
      oidcFallback: true,
    });
  });
});

/** An integration that hides its tile, and lets authentik's administrators in as well. */
class HiddenIntegration extends EspoAuthentikIntegration {
  protected override createApplication(
    props: ResolvedIntegration,
    dependsOn: ITerraformDependable[],
  ): AuthentikApplication {
    const pair = super.createApplication(props, dependsOn);
    pair.application.metaLaunchUrl = "blank://blank";
    pair.oauth2.addOverride("jwt_federation_sources", ["4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11"]);
    return pair;
  }

  protected override createAccess(
    props: ResolvedIntegration,
    application: AuthentikApplication["application"],
    dependsOn: ITerraformDependable[],
  ): ITerraformDependable[] {
    const further = resolved({ ...COMPANY, bindings: [{ group: "authentik Admins" }] });
    const bindings = [...props.bindings, ...further.bindings];
    return super.createAccess({ ...props, bindings }, application, dependsOn);
  }

  protected override createOAuth2Provider(
    config: Parameters<EspoAuthentikIntegration["createOAuth2Provider"]>[0],
  ) {
    return super.createOAuth2Provider({ ...config, accessCodeValidity: "minutes=2" });
  }

  protected override observeEspoCrm(props: ResolvedIntegration) {
    const observation = super.observeEspoCrm(props);
    observation.observer.debug = true;
    return observation;
  }

  protected override patchEspoCrm(
    ...[props, observation, pair, dependsOn]: Parameters<EspoAuthentikIntegration["patchEspoCrm"]>
  ) {
    const login = { ...props.login, createUsers: true };
    return super.patchEspoCrm({ ...props, login }, observation, pair, dependsOn);
  }
}

describe("An integration that was made", () => {
  it("takes further bindings, for which EspoCRM waits before it is switched", () => {
    const stack = Synthesized.program((scope) => {
      new EspoAuthentikIntegration(scope, "Default", COMPANY).addBinding({ user: "ada" });
    });
    const added = "authentik_policy_binding.binding-user-ada";
    expect(stack.resource("authentik_policy_binding", "binding-user-ada")).toMatchObject({
      order: 1,
      enabled: true,
      timeout: 30,
    });
    expect(stack.espocrm("secret")["depends_on"]).toContain(added);
    expect(JSON.stringify(stack.resources("terraform_data")["statement"])).toContain(added);
  });

  it("can be waited for: whoever depends on it comes after people can log in", () => {
    const stack = Synthesized.program((scope) => {
      const crm = new EspoAuthentikIntegration(scope, "Default", COMPANY);
      new TerraformResource(scope, "ready", {
        terraformResourceType: "terraform_data",
        dependsOn: [crm],
      });
    });
    const ready = stack.resources("terraform_data")["ready"];
    expect(ready?.["depends_on"]).toEqual(["restapi_object.key_cache"]);
  });

  it("gives its resources, to be overridden", () => {
    const stack = Synthesized.program((scope) => {
      const { resources } = new EspoAuthentikIntegration(scope, "Default", COMPANY);
      resources.provider.accessTokenValidity = "hours=1";
    });
    const provider = stack.resource("authentik_provider_oauth2");
    expect(provider["access_token_validity"]).toBe("hours=1");
  });

  it("need not be ours to be pointed at", () => {
    const { endpoints, issuer } = EspoAuthentikIntegration.fromSlug(
      { url: "https://authentik.company/" },
      "wiki",
    );
    expect(issuer).toBe("https://authentik.company/application/o/wiki/");
    expect(endpoints.jwks).toBe("https://authentik.company/application/o/wiki/jwks/");
  });
});

describe("A binding's Terraform address", () => {
  const addresses = (...groups: string[]) => {
    const stack = Synthesized.company({ bindings: groups.map((group) => ({ group })) });
    return Object.entries(stack.resources("authentik_policy_binding"))
      .map(([name, { group }]) => `${name}: ${String(group)}`)
      .sort();
  };

  it("does not depend on the order, even of names that differ in punctuation alone", () => {
    const one = addresses("CRM users", "CRM-users", "CRM/users");
    expect(new Set(one).size).toBe(3);
    expect(addresses("CRM/users", "CRM-users", "CRM users")).toEqual(one);
  });

  it("moves from the one that an earlier version gave it, unless another binding has that", () => {
    const moved = (...groups: string[]) =>
      Synthesized.company({ bindings: groups.map((group) => ({ group })) }).moved;
    expect(moved("CRM users")).toEqual([
      {
        from: "authentik_policy_binding.binding-group-CRM-users",
        to: "authentik_policy_binding.binding-group-CRM-users-fe61ba",
      },
    ]);
    expect(moved("CRM users", "CRM-users")).toBeUndefined();
    expect(moved("CRM-users")).toBeUndefined();
  });
});

describe("A subclass", () => {
  const stack = Synthesized.program((scope: TerraformStack) => {
    new HiddenIntegration(scope, "Default", COMPANY);
  });

  it("can change the application and its provider", () => {
    expect(stack.resource("authentik_application")["meta_launch_url"]).toBe("blank://blank");
    const provider = stack.resource("authentik_provider_oauth2");
    expect(provider["jwt_federation_sources"]).toHaveLength(1);
    expect(provider["access_code_validity"]).toBe("minutes=2");
  });

  it("can change who may log in, and EspoCRM still waits for it", () => {
    const names = Object.keys(stack.resources("authentik_policy_binding"));
    expect(names.sort()).toEqual([
      "binding-group-authentik-Admins-ebd15a",
      "binding-group-crm-users",
    ]);
    expect(stack.espocrm("secret")["depends_on"]).toContain(
      "authentik_policy_binding.binding-group-authentik-Admins-ebd15a",
    );
  });

  it("can change what is read from EspoCRM, and what is written to it", () => {
    expect(stack.espocrm("observer")["debug"]).toBe(true);
    expect(stack.settings["oidcCreateUser"]).toBe(true);
  });
});
