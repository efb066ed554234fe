import { App, TerraformStack, Testing } from "cdktf";
import { EspoAuthentikIntegration } from "../../../lib";
import { company } from "../company";

/** The version of Terraform that a stack with two integrations asks for. */
function required(declare: (stack: TerraformStack) => void = () => undefined): unknown {
  const stack = new TerraformStack(new App({ outdir: "/nowhere" }), "crm");
  declare(stack);
  for (const slug of ["one", "two"]) {
    const espocrm = { url: `https://${slug}.company` };
    const application = { name: slug, slug };
    new EspoAuthentikIntegration(stack, slug, { ...company(), espocrm, application });
  }
  const json = JSON.parse(Testing.synth(stack)) as { terraform: { required_version?: unknown } };
  return json.terraform.required_version;
}

test("a stack asks for a Terraform that knows ephemeral variables", () => {
  expect(required()).toBe(">= 1.10");
});

test("a program that asks for another one has the last word", () => {
  const declare = (stack: TerraformStack) =>
    stack.addOverride("terraform.required_version", "~> 1.12.0");
  expect(required(declare)).toBe("~> 1.12.0");
});
