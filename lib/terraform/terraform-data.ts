import { TerraformResource } from "cdktf";
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
   * @param input the value
   * @param options `keepFirst`: whether later values are ignored
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly input: Hcl,
    { keepFirst = false }: { readonly keepFirst?: boolean } = {},
  ) {
    super(scope, id, {
      terraformResourceType: "terraform_data",
      ...(keepFirst && { lifecycle: { ignoreChanges: ["input"] } }),
    });
  }

  protected override synthesizeAttributes(): Record<string, string> {
    return { input: this.input.toString() };
  }
}
