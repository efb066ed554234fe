import { Lazy, TerraformElement, type TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

interface Move {
  readonly from: string;
  readonly to: TerraformResource;
}

const moves = new WeakMap<TerraformStack, Move[]>();

/**
 * Has Terraform take a resource for the one that had another id before, unless the stack has one of that
 * id still.
 * @param resource the resource
 * @param scope where its earlier id was
 * @param earlier its earlier id
 */
export function movedFrom(resource: TerraformResource, scope: Construct, earlier: string): void {
  const stack = TerraformStack.of(scope);
  const known = moves.get(stack) ?? [];
  if (!moves.has(stack)) {
    moves.set(stack, known);
    stack.addOverride("moved", Lazy.anyValue({ produce: () => blocks(stack, known) }));
  }
  const from = `${resource.terraformResourceType}.${uniqueIdOf(scope, earlier)}`;
  known.push({ from, to: resource });
}

function blocks(stack: TerraformStack, known: readonly Move[]): unknown {
  const taken = stack.node
    .findAll()
    .flatMap((found) =>
      "terraformResourceType" in found ? [addressOf(found as TerraformResource)] : [],
    );
  const blocks = known
    .filter(({ from }) => !taken.includes(from))
    .map(({ from, to }) => ({ from, to: addressOf(to) }));
  return blocks.length === 0 ? undefined : blocks;
}

const addressOf = (resource: TerraformResource): string =>
  `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;

/** What CDKTF makes of an id in a scope; only an element of that id knows. */
function uniqueIdOf(scope: Construct, id: string): string {
  const existing = scope.node.tryFindChild(id);
  if (existing instanceof TerraformElement) return existing.friendlyUniqueId;
  const { friendlyUniqueId } = new TerraformElement(scope, id);
  scope.node.tryRemoveChild(id);
  return friendlyUniqueId;
}
