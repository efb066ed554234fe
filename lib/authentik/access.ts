import { type application, policyBinding, policyExpression } from "@cdktf/provider-authentik";
import { type ITerraformDependable, type TerraformProvider, Token } from "cdktf";
import type { Construct } from "constructs";
import type { ResolvedBinding } from "../fields/resolved";
import type { LookUps } from "./look-ups";
import type { Reference } from "./props";

/** What bindings need to know besides their own settings. */
export interface AccessProps {
  /** Terraform provider instance. */
  readonly provider: TerraformProvider;
  /** Look-ups of groups and users. */
  readonly lookUps: LookUps;
  /** The application that is bound. */
  readonly application: application.Application;
  /** Who may log in. */
  readonly bindings: readonly ResolvedBinding[];
  /** What must have been proven before anything is created. */
  readonly dependsOn: ITerraformDependable[];
}

/**
 * Declares the bindings of an application, and the policies written in them. Their ids come from
 * what they bind, so that a binding keeps its identity when others are added before it.
 */
export function declareAccess(scope: Construct, props: AccessProps): policyBinding.PolicyBinding[] {
  const taken = new Set<string>();
  return props.bindings.map((binding) => {
    const id = unique(taken, bindingId(binding));
    return new policyBinding.PolicyBinding(scope, id, {
      provider: props.provider,
      target: props.application.uuid,
      order: binding.order,
      enabled: binding.enabled,
      negate: binding.negate,
      timeout: binding.timeout,
      failureResult: binding.failureResult,
      ...bound(scope, props, binding, id),
    });
  });
}

function bound(
  scope: Construct,
  { dependsOn, lookUps, provider }: AccessProps,
  binding: ResolvedBinding,
  id: string,
): { policy: string } | { group: string } | { user: number } {
  if (binding.group !== undefined) return { group: lookUps.group(binding.group) };
  if (binding.user !== undefined) return { user: lookUps.user(binding.user) };
  if ("id" in binding.policy) return { policy: binding.policy.id };
  const policy = new policyExpression.PolicyExpression(scope, id.replace("binding", "policy"), {
    provider,
    dependsOn,
    name: binding.policy.name,
    // The server trims it: blanks left here would be a difference for ever.
    expression: binding.policy.expression.trim(),
    executionLogging: binding.policy.executionLogging,
  });
  return { policy: policy.id };
}

function bindingId(binding: ResolvedBinding): string {
  if (binding.group !== undefined) return `binding-group-${nameOf(binding.group)}`;
  if (binding.user !== undefined) return `binding-user-${nameOf(binding.user)}`;
  return `binding-${nameOf("id" in binding.policy ? binding.policy : binding.policy.name)}`;
}

/** A token's own text says nothing, and is another one whenever the program changes. */
function nameOf(reference: Reference): string {
  const name = typeof reference === "string" ? reference : reference.id;
  return Token.isUnresolved(name) ? "other" : name;
}

function unique(taken: Set<string>, wanted: string): string {
  const base = wanted.replace(/[^A-Za-z0-9_-]+/g, "-");
  let id = base;
  for (let n = 2; taken.has(id); n += 1) id = `${base}-${String(n)}`;
  taken.add(id);
  return id;
}
