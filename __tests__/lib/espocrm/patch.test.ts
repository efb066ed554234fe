import { type Changes } from "../company";
import { jsonencoded, Synthesized } from "../synthesized";

const NAMES = ["observer", "secret", "settings", "key_cache"] as const;

describe("The objects in EspoCRM", () => {
  const stack = Synthesized.company();

  it("write with PUT, as EspoCRM answers 404 to PATCH, and clear the cache with POST", () => {
    const methods = (name: (typeof NAMES)[number]) => {
      const { create_method, destroy_method, update_method } = stack.espocrm(name);
      return [create_method, update_method, destroy_method];
    };
    expect(methods("observer")).toEqual(["GET", "GET", "GET"]);
    expect(methods("secret")).toEqual(["PUT", "PUT", "GET"]);
    expect(methods("settings")).toEqual(["PUT", "PUT", "PUT"]);
    expect(methods("key_cache")).toEqual(["POST", "POST", "POST"]);
  });

  it("read all settings twice only: the others read next to nothing", () => {
    expect(
      Object.fromEntries(NAMES.map((name) => [name, stack.espocrm(name)["read_path"]])),
    ).toEqual({
      observer: "/Settings",
      secret: "/Team?maxSize=1&select=id",
      settings: "/Settings",
      key_cache: "/Team?maxSize=1&select=id",
    });
  });

  it("are written one after the other, the switch to OIDC after everything that it needs", () => {
    const after = (name: (typeof NAMES)[number]) => stack.espocrm(name)["depends_on"];
    expect(stack.resource("authentik_provider_oauth2")["depends_on"]).toEqual([
      "terraform_data.before",
    ]);
    expect(after("secret")).toEqual([
      "terraform_data.before",
      "authentik_application.application",
      "authentik_policy_binding.binding-group-crm-users",
    ]);
    expect(after("settings")).toEqual(["restapi_object.secret"]);
    expect(after("key_cache")).toEqual(["restapi_object.settings"]);
  });

  it("keep the client secret out of what a plan shows", () => {
    expect(stack.espocrm("secret")).toMatchObject({
      data: '${jsonencode({"oidcClientSecret" = authentik_provider_oauth2.provider.client_secret})}',
      ignore_server_additions: true,
      force_new: ["oidcClientSecret"],
    });
    const others = NAMES.filter((name) => name !== "secret").map((name) => stack.espocrm(name));
    expect(JSON.stringify(others)).not.toMatch(/client_secret/i);
  });

  it("never leave EspoCRM without a secret between two: only the end of the settings takes it away", () => {
    expect(stack.espocrm("secret")).not.toHaveProperty("destroy_data");
    expect(stack.espocrm("settings")["destroy_data"]).toContain('"oidcClientSecret" = null');
  });

  it("compare what EspoCRM has with everything that is managed, and ignore what it had at first", () => {
    const { ignore_changes_to: ignored, ...settings } = stack.espocrm("settings");
    expect(settings).not.toHaveProperty("ignore_server_additions");
    expect(ignored).toBe("${local.unmanaged}");
    const [, first, all = "", managed = ""] =
      /^\$\{sort\(setsubtract\(setunion\(keys\((.*)\), (\[.*\])\), (\[.*\])\)\)\}$/.exec(
        String(stack.locals["unmanaged"]),
      ) ?? [];
    expect(first).toBe(
      "try(jsondecode(restapi_object.observer.create_response), jsondecode(restapi_object.observer.api_response))",
    );
    expect(JSON.parse(managed)).toEqual(Object.keys(stack.settings).sort());
    const late = JSON.parse(all) as string[];
    expect(late).toEqual(expect.arrayContaining(["loginData", "cacheTimestamp", "microtimeState"]));
    expect(late).toEqual(expect.arrayContaining(["oidcAllowAdminUser", "oidcCreateUser"]));
    expect(late).not.toContain("oidcFallback");
  });

  it("name what came to EspoCRM later where it is compared, and never where it is sent", () => {
    const { data, update_data: sent } = stack.espocrm("settings");
    const own = /^\$\{jsonencode\((.*)\)\}$/s.exec(String(sent))?.[1] ?? "";
    const newer =
      "{for name, value in jsondecode(restapi_object.observer.data) : name => value if !contains(local.unmanaged, name) && !contains(";
    expect(data).toMatch(`\${jsonencode(merge(${newer}`);
    expect(String(data).endsWith(`, ${own}))}`)).toBe(true);
    expect(sent).not.toContain("observer");
    // Before the first look there is nothing newer, and that is known: the plan shows what is written.
    expect(stack.espocrm("observer")).toMatchObject({
      data: "{}",
      update_data: "{}",
      lifecycle: { ignore_changes: ["data"] },
    });
  });

  it("clear EspoCRM's cached keys when the key or its address changes", () => {
    expect(jsonencoded(stack.espocrm("key_cache")["data"])).toEqual({
      jwksEndpoint:
        "https://authentik.company/application/o/${authentik_application.application.slug}/jwks/",
      signingKey: "authentik_provider_oauth2.provider.signing_key",
    });
  });

  it("keep what was found, once, before anything is changed", () => {
    expect(stack.resource("terraform_data", "before")).toEqual({
      input: expect.stringContaining("jsondecode(restapi_object.observer.api_response)") as unknown,
      lifecycle: { ignore_changes: ["input"] },
    });
  });
});

describe("The observer", () => {
  const messages = (changes: Changes = {}) => {
    const { lifecycle } = Synthesized.company(changes).espocrm("observer");
    const { postcondition } = lifecycle as { postcondition: Record<string, string>[] };
    return postcondition.map(({ error_message = "" }) => error_message);
  };

  it("says which credentials EspoCRM refused, by which variables they are given", () => {
    const [credentials] = messages({ espocrm: { usernameVariable: "crm_user" } });
    expect(credentials).toBe(
      "EspoCRM at https://espocrm.company did not accept TF_VAR_crm_user and TF_VAR_espocrm_password as an administrator's: it showed its public settings only. Give the user name and password of a user of type Admin.",
    );
  });

  it("says both site URLs where they differ, as the redirect URI is made from EspoCRM's", () => {
    const [, siteUrl] = messages();
    expect(siteUrl).toContain("jsondecode(self.api_response).siteUrl");
    expect(siteUrl).toContain("but the integration is for https://espocrm.company.");
  });

  it("says that EspoCRM refuses RS256, unless the algorithms are managed", () => {
    expect(messages()).toHaveLength(3);
    expect(messages()[2]).toContain("does not accept tokens signed with RS256");
    expect(messages({ login: { signatureAlgorithms: ["RS256"] } })).toHaveLength(2);
  });
});

describe("A setting that is not always managed", () => {
  const optional = { allowAdministrators: true, createUsers: true, groupClaim: "groups" };
  const withdrawals = [
    "withdraw-oidcAllowAdminUser",
    "withdraw-oidcCreateUser",
    "withdraw-oidcGroupClaim",
  ];

  it("has an object that writes nothing but its way back, when it is no longer named", () => {
    const stack = Synthesized.company({ login: { allowAdministrators: true } });
    expect(stack.resource("restapi_object", "withdraw-oidcAllowAdminUser")).toMatchObject({
      create_method: "GET",
      update_method: "GET",
      read_path: "/Team?maxSize=1&select=id",
      destroy_method: "PUT",
      destroy_path: "/Settings",
    });
  });

  it("is put back after the others, as EspoCRM loses some of several writes at once", () => {
    const stack = Synthesized.company({ login: optional });
    const chain = ["secret", ...withdrawals];
    for (const [index, name] of withdrawals.entries()) {
      expect(stack.resource("restapi_object", name)["depends_on"]).toEqual([
        `restapi_object.${chain[index] ?? ""}`,
      ]);
    }
    expect(stack.espocrm("settings")["depends_on"]).toEqual([
      "restapi_object.withdraw-oidcGroupClaim",
    ]);
  });

  it("is left as it is where nothing is to be put back", () => {
    const stack = Synthesized.company({ login: optional, onDestroy: "leave" });
    expect(Object.keys(stack.resources("restapi_object")).sort()).toEqual([...NAMES].sort());
  });
});

describe("The end of an integration", () => {
  const ends = (onDestroy: Changes["onDestroy"]) => {
    const stack = Synthesized.company({ onDestroy, login: { allowAdministrators: true } });
    const { destroy_data: body, destroy_method: method } = stack.espocrm("settings");
    return { body, method, stack };
  };

  it("puts back what was found, by default", () => {
    const { body, method } = ends(undefined);
    expect(method).toBe("PUT");
    expect(body).toContain("terraform_data.before.output");
    expect(ends("restore").body).toBe(body);
  });

  it("puts back EspoCRM's own login where the snapshot is of the integration itself", () => {
    expect(ends("restore").body).toContain(
      "terraform_data.before.output.oidcClientId == authentik_provider_oauth2.provider.client_id, false) ? jsonencode({",
    );
  });

  it("never puts back a set-up of OIDC without the passwords: its secret is lost", () => {
    expect(ends("restore").body).toContain(
      '{for name in ["oidcFallback"] : name => true if terraform_data.before.output.authenticationMethod == "Oidc"}',
    );
    const check = ends("restore").stack.checks["before_secret"];
    expect(JSON.stringify(check)).toContain("except its client secret, which nobody can read");
  });

  it("can be EspoCRM's own login, as a fresh EspoCRM has it", () => {
    const { body, stack } = ends("espo");
    expect(jsonencoded(body)).toEqual({
      authenticationMethod: "Espo",
      oidcAuthorizationEndpoint: null,
      oidcClientId: null,
      oidcClientSecret: null,
      oidcFallback: true,
      oidcJwksEndpoint: null,
      oidcLogoutUrl: null,
      oidcScopes: ["profile", "email", "phone"],
      oidcTokenEndpoint: null,
      oidcUserInfoEndpoint: null,
      oidcUsernameClaim: "sub",
    });
    expect(stack.checks).toEqual({});
  });

  it("can leave EspoCRM alone", () => {
    const { body, method, stack } = ends("leave");
    expect(method).toBe("GET");
    expect(body).toBeUndefined();
    expect(stack.espocrm("secret")["destroy_method"]).toBe("GET");
    expect(stack.checks).toEqual({});
  });
});

describe("The settings object", () => {
  it("finds a write that EspoCRM answered with success, but did not do", () => {
    const { lifecycle } = Synthesized.company().espocrm("settings");
    expect(lifecycle).toMatchObject({
      postcondition: [
        {
          condition: '${try(self.api_data.authenticationMethod, "") == "Oidc"}',
          error_message: expect.stringContaining(
            "give the address that answers by itself",
          ) as unknown,
        },
      ],
    });
  });
});
