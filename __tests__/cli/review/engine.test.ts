import { reviewPlan } from "../../../cli/review/review-plan";
import { plain } from "../../../cli/review/render/text";
import { versions } from "../../../cli/review/render/words";
import { smallPlan } from "./small-plan";

/** What a review calls the engine whose plan has its providers from these registries. */
function called(registries: { readonly authentik?: string; readonly restapi?: string }): string[] {
  const plan = JSON.parse(smallPlan()) as {
    configuration: { provider_config: Record<string, { full_name?: string }> };
  };
  for (const [name, host] of Object.entries(registries)) {
    const block = plan.configuration.provider_config[name];
    if (block !== undefined) block.full_name = `${host}/somebody/${name}`;
  }
  return versions(reviewPlan(JSON.stringify(plan)))
    .map(plain)
    .filter((text) => text.includes("1.11.4"));
}

const TERRAFORM = "registry.terraform.io";
const OPENTOFU = "registry.opentofu.org";

test.each([
  ["Terraform", { authentik: TERRAFORM, restapi: TERRAFORM }],
  ["OpenTofu", { authentik: OPENTOFU, restapi: OPENTOFU }],
  ["OpenTofu", { authentik: "mirror.company", restapi: OPENTOFU }],
  ["Terraform or OpenTofu", { authentik: TERRAFORM, restapi: OPENTOFU }],
  ["Terraform or OpenTofu", { authentik: "mirror.company", restapi: "mirror.company" }],
  ["Terraform or OpenTofu", {}],
])("%s is named where the plan tells, for %j", (engine, registries) => {
  expect(called(registries)).toEqual([`${engine} 1.11.4`]);
});
