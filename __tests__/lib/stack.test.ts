import { Synthesized } from "./synthesized";

describe("A stack's outputs", () => {
  const { outputs } = Synthesized.company({ provider: { issuerMode: "global" } });

  it("say what others need to know, with addresses that depend on the application", () => {
    const slug = "${authentik_application.application.slug}";
    const shown = Object.fromEntries(Object.entries(outputs).map(([id, { value }]) => [id, value]));
    expect(shown).toEqual({
      application_uuid: "${authentik_application.application.uuid}",
      authorization_endpoint: "https://authentik.company/application/o/authorize/",
      client_id: "${authentik_provider_oauth2.provider.client_id}",
      client_secret: "${authentik_provider_oauth2.provider.client_secret}",
      discovery_url: `https://authentik.company/application/o/${slug}/.well-known/openid-configuration`,
      end_session_endpoint: `https://authentik.company/application/o/${slug}/end-session/`,
      issuer: "https://authentik.company/",
      jwks_endpoint: `https://authentik.company/application/o/${slug}/jwks/`,
      redirect_uri: "https://espocrm.company/oauth-callback.php",
      token_endpoint: "https://authentik.company/application/o/token/",
      userinfo_endpoint: "https://authentik.company/application/o/userinfo/",
    });
  });

  it("mask the client secret, and it alone", () => {
    const masked = Object.entries(outputs).filter(([, { sensitive }]) => sensitive === true);
    expect(masked.map(([id]) => id)).toEqual(["client_secret"]);
  });
});

describe("What a stack is synthesized to", () => {
  const changes = { login: { allowAdministrators: true }, bindings: [] };

  it("is the same bytes in another folder", () => {
    const [one, two] = [Synthesized.company(changes), Synthesized.company(changes)];
    expect(two.text).toBe(one.text);
    expect(two.manifest).toBe(one.manifest);
  });

  it("holds no path of the machine, not even where a warning came from", () => {
    const { manifest, text, warnings } = Synthesized.company(changes);
    expect(warnings).toHaveLength(2);
    for (const written of [text, manifest])
      expect(written).not.toMatch(/"(\/(home|root|work|tmp|usr)|[A-Z]:\\)|file:/);
    expect(manifest).not.toContain(process.cwd());
  });

  it("has plain addresses: an integration that is its stack's only one adds nothing to them", () => {
    const stack = Synthesized.company();
    expect(Object.keys(stack.resources("authentik_application"))).toEqual(["application"]);
    expect(Object.keys(stack.resources("restapi_object"))).toContain("observer");
  });
});
