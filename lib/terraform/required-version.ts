import { TerraformElement, type TerraformStack } from "cdktf";

/** What a stack says to Terraform before anything else in it is read: ephemeral variables came with 1.10. */
const REQUIRED = ">= 1.10";

const ID = "required version";

/** An element, not an override of the stack: so an override by the program has the last word. */
class RequiredVersion extends TerraformElement {
  override toTerraform(): unknown {
    return { terraform: { required_version: REQUIRED } };
  }
}

/**
 * Has older versions of Terraform say that they are too old. OpenTofu numbers its versions otherwise:
 * its 1.10 lets the stack pass, and fails where it meets the variables.
 */
export function requireVersion(stack: TerraformStack): void {
  if (stack.node.tryFindChild(ID) === undefined) new RequiredVersion(stack, ID);
}
