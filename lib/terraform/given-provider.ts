import { AnnotationMetadataEntryType, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { ofThisEngine } from "../engine/mismatch";

/** Where a Terraform provider instance can be given, under its present and its former name. */
interface Given {
  readonly terraformProvider?: TerraformProvider;
  readonly provider?: TerraformProvider;
}

/**
 * The Terraform provider instance that a program gives for one side. Its former name works until the
 * next major version, with a warning.
 */
export function givenProvider(
  scope: Construct,
  side: "authentik" | "espocrm",
  { provider, terraformProvider }: Given,
): TerraformProvider | undefined {
  if (provider !== undefined)
    scope.node.addMetadata(
      AnnotationMetadataEntryType.WARN,
      `${side}.provider is called ${side}.terraformProvider now; the old name goes with the next major version`,
    );
  const given = terraformProvider ?? provider;
  return given && ofThisEngine(given);
}
