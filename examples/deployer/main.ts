import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { EspoAuthentikDeployer, type EspoAuthentikIntegrationProps } from "espo-authentik";

const authentik = { url: "https://authentik.company" };

// What is deployed with the tokens: they get the permissions for it, and no others.
const integrations: EspoAuthentikIntegrationProps[] = [
  {
    authentik,
    espocrm: { url: "https://espocrm.company" },
    application: { name: "EspoCRM", slug: "espocrm" },
    bindings: [{ group: "crm-users" }],
  },
];

const app = new App();
const stack = new TerraformStack(app, "deployer");
new LocalBackend(stack, { path: "../../../terraform.deployer.tfstate" });

const deploy = new EspoAuthentikDeployer(stack, "deploy", { authentik, integrations });
const read = new EspoAuthentikDeployer(stack, "read", { authentik, integrations, access: "read" });

new TerraformOutput(stack, "deploy_token", { value: deploy.token, sensitive: true });
new TerraformOutput(stack, "read_token", { value: read.token, sensitive: true });

app.synth();
