import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { EspoAuthentikIntegration } from "espo-authentik";

const app = new App();
const stack = new TerraformStack(app, "crm");
new LocalBackend(stack, { path: "../../../terraform.crm.tfstate" });

const crm = new EspoAuthentikIntegration(stack, "crm", {
  authentik: { url: "https://authentik.company" },
  espocrm: { url: "https://espocrm.company" },
  application: { name: "EspoCRM", slug: "espocrm" },
  bindings: [{ group: "crm-users" }, { user: "ceo" }],
  login: { createUsers: true, authorizationPrompt: "select_account" },
});

// What authentik generates is there for other resources of the stack.
new TerraformOutput(stack, "issuer", { value: crm.issuer });
new TerraformOutput(stack, "client_secret", { value: crm.clientSecret, sensitive: true });

app.synth();
