import type { ScopeMapping } from "../authentik/props";
import { NAMES_SCOPE } from "../authentik/split-names";
import type { ResolvedIntegration } from "../fields/resolved";
import { anyUnresolved, isUnresolved } from "../terraform/unresolved";

/** The scopes that a provider's mappings give claims for. */
export interface MappedScopes {
  /** Those that the configuration tells. */
  readonly known: readonly string[];
  /** Whether there may be others: a mapping that is only named is of any scope. */
  readonly mayBeOthers: boolean;
}

/** The scopes of authentik's managed mappings and of those that are written in the configuration. */
export function mappedScopes({
  scopeMappings,
  scopes,
  splitNames,
}: ResolvedIntegration["provider"]): MappedScopes {
  const written = writtenMappings(scopeMappings);
  const known = [
    ...scopes,
    ...(splitNames ? [NAMES_SCOPE] : []),
    ...written.map(([, { scope }]) => scope),
  ];
  return {
    known: [...new Set(known)],
    mayBeOthers: written.length < scopeMappings.length || anyUnresolved(known),
  };
}

/** The scope mappings that are written in the configuration, each with its place in the list. */
export const writtenMappings = (
  mappings: ResolvedIntegration["provider"]["scopeMappings"],
): (readonly [index: number, mapping: ScopeMapping])[] =>
  mappings.flatMap((mapping, index) =>
    !isUnresolved(mapping) && typeof mapping !== "string" && "expression" in mapping
      ? [[index, mapping] as const]
      : [],
  );
