import { type TerraformProvider, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { requireVersion } from "./required-version";

/** How a credential's Terraform variable is declared. */
export interface CredentialOptions {
  /** What the variable holds, for `terraform plan`'s prompt and for readers of the JSON. */
  readonly description: string;
  /**
   * Whether Terraform masks the value.
   * @default true
   */
  readonly sensitive?: boolean;
  /**
   * Whether the value is kept out of plans and state. Ephemeral values may configure Terraform
   * providers, but not resources. Needs Terraform 1.10 or OpenTofu 1.11.
   * @default true
   */
  readonly ephemeral?: boolean;
}

/**
 * The value of the Terraform variable `name` of the stack around `scope`, declared once however often
 * it is asked for; one that the program has declared itself is used as it is. It is fed from the
 * environment as `TF_VAR_<name>`, so it is never in the synthesized JSON.
 *
 * Asked for with different options it gets the more careful ones: masked if anybody wants it masked,
 * and in the state if a resource needs it.
 */
export function credential(scope: Construct, name: string, options: CredentialOptions): string {
  const stack = TerraformStack.of(scope);
  const declared = stack.node.tryFindChild(name);
  if (declared instanceof TerraformVariable) return declared.stringValue;
  // Not by its plain name: outputs, which are constructs of the stack too, may have the same.
  const id = `variable ${name}`;
  const { description, ephemeral = true, sensitive = true } = options;
  const existing = stack.node.tryFindChild(id);
  if (existing instanceof TerraformVariable) {
    if (sensitive) existing.addOverride("sensitive", true);
    if (!ephemeral) existing.addOverride("ephemeral", undefined);
    return existing.stringValue;
  }
  const settings = { type: "string", description, sensitive, nullable: false };
  const variable = new TerraformVariable(stack, id, settings);
  variable.overrideLogicalId(name);
  if (ephemeral) {
    variable.addOverride("ephemeral", true);
    requireVersion(stack);
  }
  return variable.stringValue;
}

/**
 * Has a Terraform provider send extra HTTP headers, each with the value of the Terraform variable that
 * is named for it: an access proxy's headers are credentials too.
 * @param headers header name -> name of the Terraform variable that holds its value
 */
export function sendHeaders(
  provider: TerraformProvider,
  headers: Readonly<Record<string, string>>,
): void {
  const values = Object.entries(headers).map(([header, variable]) => [
    header,
    credential(provider, variable, { description: `Value of the HTTP header ${header}` }),
  ]);
  // As an override: CDKTF would send CF-Access-Client-Id as cf_access_client_id.
  if (values.length > 0) provider.addOverride("headers", Object.fromEntries(values));
}
