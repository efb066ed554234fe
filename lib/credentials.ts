import { TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

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
 * it is asked for. It is fed from the environment as `TF_VAR_<name>`, so it is never in the
 * synthesized JSON.
 */
export function credential(scope: Construct, name: string, options: CredentialOptions): string {
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild(name);
  if (existing instanceof TerraformVariable) return existing.stringValue;
  const variable = new TerraformVariable(stack, name, {
    type: "string",
    description: options.description,
    sensitive: options.sensitive ?? true,
    nullable: false,
  });
  if (options.ephemeral ?? true) variable.addOverride("ephemeral", true);
  return variable.stringValue;
}

/**
 * Values of HTTP headers, each from the Terraform variable that is named for it: an access proxy's
 * headers are credentials too.
 * @param headers header name -> name of the Terraform variable that holds its value
 */
export function headerValues(
  scope: Construct,
  headers: Readonly<Record<string, string>> | undefined,
): Record<string, string> | undefined {
  if (headers === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(headers).map(([header, variable]) => [
      header,
      credential(scope, variable, { description: `Value of the HTTP header ${header}` }),
    ]),
  );
}
