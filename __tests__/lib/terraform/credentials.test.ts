import { TerraformVariable } from "cdktf";
import { EspoAuthentikIntegration, EspoAuthentikStack } from "../../../lib";
import { credential } from "../../../lib/terraform/credentials";
import { company } from "../company";
import { Synthesized } from "../synthesized";

describe("Credentials", () => {
  it("are variables without values, each declared once", () => {
    const stack = Synthesized.company({
      authentik: { headers: { "X-Access": "access" } },
      espocrm: { headers: { "X-Access": "access" } },
    });
    expect(Object.keys(stack.variables).sort()).toEqual([
      "access",
      "authentik_token",
      "espocrm_password",
      "espocrm_username",
    ]);
    for (const variable of Object.values(stack.variables))
      expect(variable).not.toHaveProperty("default");
  });

  it("say what they are, where Terraform asks for them", () => {
    const { variables } = Synthesized.company();
    expect(variables["espocrm_password"]?.["description"]).toBe(
      "Password (or auth token) of that administrator of EspoCRM at https://espocrm.company",
    );
    expect(variables["authentik_token"]?.["description"]).toBe(
      "API token of authentik at https://authentik.company",
    );
  });

  it.each(["client_secret", "client_id", "issuer", "Default"])(
    "may be named as something else of the stack is: %s",
    (name) => {
      const stack = Synthesized.company({ provider: { clientSecretVariable: name } });
      expect(stack.variables).toHaveProperty(name);
      expect(stack.resource("authentik_provider_oauth2")["client_secret"]).toBe(`\${var.${name}}`);
    },
  );

  it("can be variables that the program has declared itself", () => {
    const stack = Synthesized.program((scope) => {
      new TerraformVariable(scope, "authentik_token", { description: "ours" });
      new EspoAuthentikIntegration(scope, "Default", company());
    });
    expect(stack.variables["authentik_token"]).toMatchObject({ description: "ours" });
    expect(stack.provider("authentik")["token"]).toBe("${var.authentik_token}");
  });

  it("are masked as soon as one use of a variable asks for it", () => {
    const stack = Synthesized.program((scope) => {
      credential(scope, "shared", { description: "a user name", sensitive: false });
      credential(scope, "shared", { description: "a password" });
    });
    expect(stack.variables["shared"]).toMatchObject({ sensitive: true, ephemeral: true });
  });

  it("are not ephemeral as soon as one use of a variable is a resource", () => {
    const stack = Synthesized.program((scope) => {
      credential(scope, "shared", { description: "a password" });
      credential(scope, "shared", { description: "a client secret", ephemeral: false });
    });
    expect(stack.variables["shared"]).not.toHaveProperty("ephemeral");
  });

  it("are apart for two stacks of one app", () => {
    const stack = Synthesized.app((app) => {
      new EspoAuthentikStack(app, "acme", company());
      new EspoAuthentikStack(app, "beta", {
        ...company({ espocrm: { url: "https://beta.company" } }),
        application: { name: "Beta", slug: "beta" },
      });
    });
    expect(Object.keys(stack.variables)).toHaveLength(3);
  });
});
