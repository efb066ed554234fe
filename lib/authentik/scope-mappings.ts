import type { propertyMappingProviderScope } from "@cdktf/provider-authentik";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { Reference, ScopeMapping } from "./props";
import { identifier } from "./look-ups";

/** What a scope mapping that is written in place needs to know. */
export interface ScopeMappingProps {
  /** Terraform provider instance. */
  readonly provider: TerraformProvider;
  /** What must have been proven before anything is created. */
  readonly dependsOn: ITerraformDependable[];
  /** Makes the resource from its id and finished configuration. */
  readonly create: (
    id: string,
    config: propertyMappingProviderScope.PropertyMappingProviderScopeConfig,
  ) => propertyMappingProviderScope.PropertyMappingProviderScope;
}

/**
 * Declares a scope mapping.
 * @param id its part of the Terraform address; else its name is in there: another name is another mapping
 */
export const declareScopeMapping = (
  { create, dependsOn, provider }: ScopeMappingProps,
  { expression, name, scope }: ScopeMapping,
  id = `scope-mapping-${identifier(name)}`,
): propertyMappingProviderScope.PropertyMappingProviderScope =>
  create(id, {
    provider,
    dependsOn,
    name,
    scopeName: scope,
    // The server trims it: blanks left here would be a difference for ever.
    expression: expression.trim(),
  });

/** Whether a scope mapping is written in place, and not named. */
export const isWritten = (mapping: Reference | ScopeMapping): mapping is ScopeMapping =>
  typeof mapping !== "string" && "expression" in mapping;
