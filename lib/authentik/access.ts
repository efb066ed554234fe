import {
  type application,
  type provider as authentik,
  policyBinding,
  policyExpression,
} from "@cdktf/provider-authentik";
import { type ITerraformDependable, Token } from "cdktf";
import type { Construct } from "constructs";
import type { ById, LookUps, Reference } from "./look-ups";

/**
 * A policy written here: an expression in authentik's Python.
 * @see https://docs.goauthentik.io/customize/policies/types/expression/
 */
export interface ExpressionPolicy {
  /** Name, unique among all policies of this authentik. */
  readonly name: string;
  /** Body of the function that returns whether the user may log in. */
  readonly expression: string;
  /**
   * Whether authentik logs each evaluation.
   * @default false
   */
  readonly executionLogging?: boolean;
}

/** How a binding is applied, whatever it binds. */
export interface BindingOptions {
  /**
   * Order of evaluation among the bindings; lower first.
   * @default - its position in the list
   */
  readonly order?: number;
  /**
   * Whether the binding counts.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Whether its result is turned around.
   * @default false
   */
  readonly negate?: boolean;
  /**
   * Seconds that a policy may take.
   * @default 30
   */
  readonly timeout?: number;
  /**
   * Result when the policy raises an error or takes too long.
   * @default false
   */
  readonly failureResult?: boolean;
}

/**
 * Who may log in: exactly one of a policy, a group or a user. Without any binding every user of this
 * authentik may.
 */
export type BindingProps = BindingOptions &
  (
    | {
        /** A policy written here, or an existing one by its id. */
        readonly policy: ExpressionPolicy | ById;
        readonly group?: undefined;
        readonly user?: undefined;
      }
    | {
        /** A group, by name or id; members of its descendants count too. */
        readonly group: Reference;
        readonly policy?: undefined;
        readonly user?: undefined;
      }
    | {
        /** A user, by username or id. */
        readonly user: Reference;
        readonly policy?: undefined;
        readonly group?: undefined;
      }
  );

/** What bindings need to know besides their own settings. */
export interface AccessProps {
  /** Terraform provider instance. */
  readonly provider: authentik.AuthentikProvider;
  /** Look-ups of groups and users. */
  readonly lookUps: LookUps;
  /** The application that is bound. */
  readonly application: application.Application;
  /** Who may log in. */
  readonly bindings: readonly BindingProps[];
  /** What must have been proven before anything is created. */
  readonly dependsOn: ITerraformDependable[];
}

/**
 * Declares the bindings of an application, and the policies written in them. Their ids come from
 * what they bind, so that a binding keeps its identity when others are added before it.
 */
export function declareAccess(scope: Construct, props: AccessProps): policyBinding.PolicyBinding[] {
  const taken = new Set<string>();
  return props.bindings.map((binding, position) => {
    const id = unique(taken, bindingId(binding));
    return new policyBinding.PolicyBinding(scope, id, {
      provider: props.provider,
      target: props.application.uuid,
      order: binding.order ?? position,
      enabled: binding.enabled ?? true,
      negate: binding.negate ?? false,
      timeout: binding.timeout ?? 30,
      failureResult: binding.failureResult ?? false,
      ...bound(scope, props, binding, id),
    });
  });
}

function bound(
  scope: Construct,
  { dependsOn, lookUps, provider }: AccessProps,
  binding: BindingProps,
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
    executionLogging: binding.policy.executionLogging ?? false,
  });
  return { policy: policy.id };
}

function bindingId(binding: BindingProps): string {
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
