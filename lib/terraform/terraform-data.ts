import { type ITerraformDependable, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { Hcl } from "./hcl";

/**
 * Terraform's own `terraform_data`. CDKTF has a class for it too, but that one starts Terraform at every
 * synth, once for each object, to ask its version.
 */
export class TerraformData extends TerraformResource {
  /**
   * @param scope the integration
   * @param id id in that scope
   * @param input the value, or what gives it when the stack is synthesized
   * @param options `keepFirst`: whether later values are ignored; `dependsOn`: what comes first
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly input: Hcl | (() => Hcl),
    options: { readonly keepFirst?: boolean; readonly dependsOn?: ITerraformDependable[] } = {},
  ) {
    super(scope, id, {
      terraformResourceType: "terraform_data",
      ...(options.dependsOn && { dependsOn: options.dependsOn }),
      ...(options.keepFirst && { lifecycle: { ignoreChanges: ["input"] } }),
    });
  }

  protected override synthesizeAttributes(): Record<string, string> {
    const input = typeof this.input === "function" ? this.input() : this.input;
    return { input: input.toString() };
  }
}
