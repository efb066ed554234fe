import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { Hcl } from "./hcl";

/**
 * Terraform's own `terraform_data`, which keeps the value that it was given first. CDKTF has a class
 * for it too, but that one starts Terraform at every synth, once for each object, to ask its version.
 */
export class KeptValue extends TerraformResource {
  /**
   * @param scope the integration
   * @param id id in that scope
   * @param input the value; later ones are ignored
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly input: Hcl,
  ) {
    super(scope, id, {
      terraformResourceType: "terraform_data",
      lifecycle: { ignoreChanges: ["input"] },
    });
  }

  protected override synthesizeAttributes(): Record<string, string> {
    return { input: this.input.toString() };
  }
}
