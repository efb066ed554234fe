import { endpointsOf, issuerOf } from "../../../lib/authentik/endpoints";

/** One address for everybody. */
const at = (url: string) => ({ url, apiUrl: url, backchannelUrl: url });

describe("Endpoints", () => {
  it("are the guide's, with the slashes at their ends without which authentik answers 404", () => {
    expect(endpointsOf(at("https://authentik.company"), "espocrm")).toEqual({
      authorization: "https://authentik.company/application/o/authorize/",
      token: "https://authentik.company/application/o/token/",
      userinfo: "https://authentik.company/application/o/userinfo/",
      jwks: "https://authentik.company/application/o/espocrm/jwks/",
      endSession: "https://authentik.company/application/o/espocrm/end-session/",
      discovery: "https://authentik.company/application/o/espocrm/.well-known/openid-configuration",
      api: "https://authentik.company/api/v3",
    });
  });

  it("are where they are called from: by browsers, by EspoCRM's server, by Terraform", () => {
    const connection = {
      url: "https://company.example/sso/",
      backchannelUrl: "http://10.0.0.7:9000/",
      apiUrl: "https://authentik.internal/",
    };
    expect(endpointsOf(connection, "crm")).toEqual({
      authorization: "https://company.example/sso/application/o/authorize/",
      token: "http://10.0.0.7:9000/application/o/token/",
      userinfo: "http://10.0.0.7:9000/application/o/userinfo/",
      jwks: "http://10.0.0.7:9000/application/o/crm/jwks/",
      endSession: "https://company.example/sso/application/o/crm/end-session/",
      discovery: "https://company.example/sso/application/o/crm/.well-known/openid-configuration",
      api: "https://authentik.internal/api/v3",
    });
  });

  it("have the issuer of the application, or of the whole authentik", () => {
    const connection = { url: "https://authentik.company/" };
    expect(issuerOf(connection, "crm", "per_provider")).toBe(
      "https://authentik.company/application/o/crm/",
    );
    expect(issuerOf(connection, "crm", "global")).toBe("https://authentik.company/");
  });
});
