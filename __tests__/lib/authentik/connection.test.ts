import { provider as authentik } from "@cdktf/provider-authentik";
import { TerraformVariable } from "cdktf";
import { EspoAuthentikIntegration } from "../../../lib";
import { type Changes, company } from "../company";
import { Synthesized } from "../synthesized";

/** Integrations of one stack, each of an EspoCRM of its own. */
const integrations = (...all: Changes[]) =>
  Synthesized.program((stack) => {
    all.forEach((changes, index) => {
      const name = `crm${index}`;
      new EspoAuthentikIntegration(stack, name, {
        ...company({ espocrm: { url: `https://${name}.company` }, ...changes }),
        application: { name, slug: name },
      });
    });
  });

describe("The Terraform provider of authentik", () => {
  it("reaches authentik at its public address, with a token from a variable", () => {
    const stack = Synthesized.company();
    expect(stack.provider("authentik")).toEqual({
      url: "https://authentik.company",
      token: "${var.authentik_token}",
    });
    expect(stack.variables["authentik_token"]).toMatchObject({
      type: "string",
      sensitive: true,
      ephemeral: true,
      nullable: false,
    });
    expect(stack.variables["authentik_token"]).not.toHaveProperty("default");
  });

  it("takes an inner address, another variable, headers, and unverified certificates", () => {
    const stack = Synthesized.company({
      authentik: {
        apiUrl: "https://authentik.internal.company",
        tokenVariable: "sso_token",
        headers: { "X-Access": "access" },
        verifyTls: false,
      },
    });
    expect(stack.provider("authentik")).toEqual({
      url: "https://authentik.internal.company",
      token: "${var.sso_token}",
      headers: { "X-Access": "${var.access}" },
      insecure: true,
    });
    expect(stack.variables["access"]).toMatchObject({ sensitive: true, ephemeral: true });
  });

  it.each([
    ["2026.5", "~> 2026.5.0"],
    ["2026.2", "~> 2026.2.0"],
    ["2026.8", "~> 2026.8.0"],
    ["2099.1", "~> 2099.1.0"],
  ] as const)("is of the server's release line %s", (release, version) => {
    const stack = Synthesized.company({ authentik: { release } });
    expect(stack.terraform.required_providers["authentik"]).toEqual({
      source: "goauthentik/authentik",
      version,
    });
  });

  it("is of the newest line by default", () => {
    const { required_providers } = Synthesized.company().terraform;
    expect(required_providers["authentik"]?.["version"]).toBe("~> 2026.8.0");
  });

  it("is one for all integrations with the same connection, and another for another", () => {
    const url = "https://authentik.company";
    const stack = integrations(
      {},
      { authentik: { url } },
      { authentik: { url, tokenVariable: "other_token" } },
    );
    expect(stack.providers("authentik")).toEqual([
      { alias: "authentik_authentik_company_b93ef5", url, token: "${var.authentik_token}" },
      { alias: "authentik_authentik_company_dcbf10", url, token: "${var.other_token}" },
    ]);
  });

  it("has the same alias whatever else the program makes, where only Terraform knows the address", () => {
    const aliasWith = (others: number): unknown =>
      Synthesized.program((scope) => {
        for (let index = 0; index < others; index += 1) {
          expect(new TerraformVariable(scope, `other${String(index)}`, {}).stringValue).toContain(
            "$",
          );
        }
        const url = new TerraformVariable(scope, "sso", {}).stringValue;
        new EspoAuthentikIntegration(scope, "crm", company({ authentik: { url } }));
      }).provider("authentik")["alias"];
    expect(aliasWith(2)).toBe(aliasWith(0));
  });

  it("can be given, and is then used for everything on authentik's side", () => {
    const stack = Synthesized.program((scope) => {
      const provider = new authentik.AuthentikProvider(scope, "sso", {
        alias: "sso",
        url: "https://elsewhere.company",
        token: "${var.elsewhere}",
      });
      new EspoAuthentikIntegration(scope, "Default", company({ authentik: { provider } }));
    });
    expect(stack.providers("authentik")).toHaveLength(1);
    expect(stack.variables).not.toHaveProperty("authentik_token");
    const sides = [
      "authentik_provider_oauth2",
      "authentik_application",
      "authentik_policy_binding",
    ];
    for (const type of sides) expect(stack.resource(type)["provider"]).toBe("authentik.sso");
    expect(stack.data("authentik_group")["provider"]).toBe("authentik.sso");
  });

  it("gets an alias beside an instance that the program has made for itself", () => {
    const stack = Synthesized.program((scope) => {
      new authentik.AuthentikProvider(scope, "own", { url: "https://other.company", token: "t" });
      new EspoAuthentikIntegration(scope, "Default", company());
    });
    expect(stack.providers("authentik").map(({ alias }) => alias)).toEqual([
      undefined,
      "authentik_authentik_company_b93ef5",
    ]);
  });
});
