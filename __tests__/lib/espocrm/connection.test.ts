import { provider as restapi } from "@cdktf/provider-restapi";
import { EspoAuthentikIntegration } from "../../../lib";
import { company } from "../company";
import { Synthesized } from "../synthesized";

const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

describe("The Terraform provider of EspoCRM", () => {
  it("reaches EspoCRM at its public address, with credentials from variables", () => {
    const stack = Synthesized.company();
    expect(stack.provider("restapi")).toEqual({
      alias: "espocrm",
      uri: "https://espocrm.company/api/v1",
      username: "${var.espocrm_username}",
      password: "${var.espocrm_password}",
      test_path:
        "/Team?maxSize=1&select=id#EspoCRM at https://espocrm.company with TF_VAR_espocrm_username and TF_VAR_espocrm_password",
      timeout: 60,
    });
    expect(stack.variables).toMatchObject({
      espocrm_username: { type: "string", ephemeral: true, nullable: false, sensitive: false },
      espocrm_password: { type: "string", ephemeral: true, nullable: false, sensitive: true },
    });
  });

  it("takes an inner address, other variables, headers, and unverified certificates", () => {
    const stack = Synthesized.company({
      espocrm: {
        apiUrl: "https://espocrm.internal.company/",
        usernameVariable: "crm_user",
        passwordVariable: "crm_password",
        headers: { "CF-Access-Client-Id": "access_id" },
        verifyTls: false,
      },
    });
    expect(stack.provider("restapi")).toMatchObject({
      uri: "https://espocrm.internal.company/api/v1",
      username: "${var.crm_user}",
      password: "${var.crm_password}",
      headers: { "CF-Access-Client-Id": "${var.access_id}" },
      insecure: true,
      test_path: expect.stringContaining("TF_VAR_crm_user and TF_VAR_crm_password") as unknown,
    });
    expect(stack.variables["access_id"]).toMatchObject({ sensitive: true, ephemeral: true });
  });

  it("takes a private authority and a client certificate, whose key stays in a variable", () => {
    const stack = Synthesized.company({
      espocrm: {
        certificateAuthority: CERTIFICATE,
        clientCertificate: { certificate: CERTIFICATE, keyVariable: "client_key" },
      },
    });
    expect(stack.provider("restapi")).toMatchObject({
      root_ca_string: CERTIFICATE,
      cert_string: CERTIFICATE,
      key_string: "${var.client_key}",
    });
    expect(stack.variables["client_key"]).toMatchObject({ sensitive: true, ephemeral: true });
  });

  it("waits and repeats as it is told", () => {
    const provider = (espocrm: object) => Synthesized.company({ espocrm }).provider("restapi");
    expect(provider({})).not.toHaveProperty("retries");
    expect(provider({ timeout: 5, retries: { attempts: 3 } })).toMatchObject({
      timeout: 5,
      retries: { max_retries: 3, min_wait: 1, max_wait: 30 },
    });
    expect(provider({ retries: { attempts: 2, minimumWait: 2, maximumWait: 4 } })).toMatchObject({
      retries: { max_retries: 2, min_wait: 2, max_wait: 4 },
    });
  });

  it("never has the provider take an answer for the object: EspoCRM answers with all settings", () => {
    const provider = Synthesized.company().provider("restapi");
    expect(provider).not.toHaveProperty("create_returns_object");
    expect(provider).not.toHaveProperty("write_returns_object");
  });

  it("is one for each EspoCRM of a stack, with an alias that says what it is", () => {
    const stack = Synthesized.program((scope) => {
      for (const name of ["a", "b"]) {
        new EspoAuthentikIntegration(scope, name, {
          ...company({ espocrm: { url: `https://${name}.company` } }),
          application: { name, slug: name },
        });
      }
    });
    expect(stack.providers("restapi")).toMatchObject([
      { alias: "espocrm_a_company_883a14", uri: "https://a.company/api/v1" },
      { alias: "espocrm_b_company_32cba6", uri: "https://b.company/api/v1" },
    ]);
  });

  it("can be given, and is then used for everything on EspoCRM's side", () => {
    const stack = Synthesized.program((scope) => {
      const provider = new restapi.RestapiProvider(scope, "crm", {
        alias: "crm",
        uri: "https://elsewhere.company/api/v1",
      });
      new EspoAuthentikIntegration(scope, "Default", company({ espocrm: { provider } }));
    });
    expect(stack.providers("restapi")).toHaveLength(1);
    expect(Object.keys(stack.variables)).toEqual(["authentik_token"]);
    for (const { provider } of Object.values(stack.resources("restapi_object")))
      expect(provider).toBe("restapi.crm");
  });
});
