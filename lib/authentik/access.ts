import { createHash } from "node:crypto";
import type { application, policyBinding, policyExpression } from "@cdktf/provider-authentik";
import { type ITerraformDependable, type TerraformProvider, Token } from "cdktf";
import type { ResolvedBinding } from "../fields/resolved";
import type { Groups } from "./groups";
import type { LookUps } from "./look-ups";
import type { Reference } from "./props";

/** What bindings need to know besides their own settings. */
export interface AccessProps {
  /** Terraform provider instance. */
  readonly provider: TerraformProvider;
  /** Look-ups of users. */
  readonly lookUps: LookUps;
  /** Groups, declared and existing. */
  readonly groups: Groups;
  /** The application that is bound. */
  readonly application: application.Application;
  /** What must have been proven before anything is created. */
  readonly dependsOn: ITerraformDependable[];
  /** Makes the resources from their ids and finished configurations. */
  readonly create: {
    readonly binding: (
      id: string,
      config: policyBinding.PolicyBindingConfig,
    ) => policyBinding.PolicyBinding;
    readonly policy: (
      id: string,
      config: policyExpression.PolicyExpressionConfig,
    ) => policyExpression.PolicyExpression;
  };
}

/** A binding, and the policy that is written in it. */
export interface DeclaredBinding {
  /** The binding. */
  readonly binding: policyBinding.PolicyBinding;
  /** The policy. @default - it binds something that exists */
  readonly policy?: policyExpression.PolicyExpression;
}

/**
 * Declares a binding of an application, and the policy written in it. An application without a binding is
 * open to every user of its authentik, so one that leaves the configuration goes last: the integration's
 * statement names all bindings, so it is updated then, and it waits for those that come. With
 * `create_before_destroy`, which Terraform keeps in its state, the destruction waits for the statement.
 * @param name what it binds, as part of Terraform addresses
 */
export function declareBinding(
  props: AccessProps,
  binding: ResolvedBinding,
  name: string,
): DeclaredBinding {
  const { create, dependsOn, lookUps, provider } = props;
  const bind = (bound: { policy: string } | { group: string } | { user: number }) =>
    create.binding(`binding-${name}`, {
      provider,
      target: props.application.uuid,
      order: binding.order,
      enabled: binding.enabled,
      negate: binding.negate,
      timeout: binding.timeout,
      failureResult: binding.failureResult,
      ...bound,
      lifecycle: { createBeforeDestroy: true },
    });
  if (binding.group !== undefined)
    return { binding: bind({ group: props.groups.idOf(binding.group) }) };
  if (binding.user !== undefined) return { binding: bind({ user: lookUps.user(binding.user) }) };
  if ("id" in binding.policy) return { binding: bind({ policy: binding.policy.id }) };
  const policy = create.policy(`policy-${name}`, {
    provider,
    dependsOn,
    name: binding.policy.name,
    // The server trims it: blanks left here would be a difference for ever.
    expression: binding.policy.expression.trim(),
    executionLogging: binding.policy.executionLogging,
  });
  return { binding: bind({ policy: policy.id }), policy };
}

/**
 * Names for the bindings of one integration. They come from what is bound, so that a binding keeps its
 * Terraform address whatever others there are; different things have different names.
 */
export class BindingNames {
  private readonly others = new Map<string, number>();

  /** The name of a binding, and the one that an earlier version gave it, where that was another. */
  nameOf(binding: ResolvedBinding): { readonly name: string; readonly earlier: string } {
    const [kind, reference] = boundBy(binding);
    const bound = typeof reference === "string" ? reference : reference.id;
    // A token's own text says nothing, and is another one whenever the program changes.
    if (Token.isUnresolved(bound)) {
      const count = (this.others.get(kind) ?? 0) + 1;
      this.others.set(kind, count);
      const name = `${kind}other${count === 1 ? "" : `-${String(count)}`}`;
      return { name, earlier: name };
    }
    const plain = `${kind}${bound.replace(/[^A-Za-z0-9_-]+/g, "-")}`;
    if (plain === `${kind}${bound}`) return { name: plain, earlier: plain };
    const hash = createHash("sha256").update(bound).digest("hex").slice(0, 6);
    return { name: `${plain}-${hash}`, earlier: plain };
  }
}

function boundBy(binding: ResolvedBinding): [kind: string, reference: Reference] {
  if (binding.group !== undefined) return ["group-", binding.group];
  if (binding.user !== undefined) return ["user-", binding.user];
  return ["", "id" in binding.policy ? binding.policy : binding.policy.name];
}
