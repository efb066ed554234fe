import { isExpression } from "../../stacks/expression";
import type { Plan, ResourceChange } from "./plan-json";
import { expressionOf } from "./references";

/** What an attribute holds whose value Terraform does not know as a whole yet. */
export type Part =
  | { /** Id of an object that is there. */ readonly id: string }
  | {
      /** Address of an object that gets its id only when the plan is applied. */ readonly address: string;
    };

/**
 * What an attribute is made of: ids, and objects that have none yet. A configuration in JSON, as every
 * construct's is, tells its text; `undefined` where there is more in it than references, literals and `concat`,
 * so that nobody knows what comes out, and `"untold"` where the configuration has no text.
 */
export function attributeParts(
  plan: Plan,
  from: ResourceChange,
  attribute: string,
): readonly Part[] | undefined | "untold" {
  const text = expressionOf(plan, from, attribute)?.["constant_value"];
  if (text === undefined) return "untold";
  const found = [text].flat().map((one) => partsIn(one, plan, from));
  return found.every((parts) => parts !== undefined) ? found.flat() : undefined;
}

function partsIn(text: unknown, plan: Plan, from: ResourceChange): readonly Part[] | undefined {
  if (typeof text === "number") return [{ id: String(text) }];
  if (typeof text !== "string") return undefined;
  if (!isExpression(text)) return [{ id: text }];
  const inside = /^\$\{([^{}]*)\}$/.exec(text)?.[1];
  if (inside === undefined) return undefined;
  const parts: Part[] = [];
  const token =
    /\s*(?:concat\(|[[\](),]|"([^"\\]*)"|((?:data\.)?[a-z]\w*\.[\w-]+)\.(ids?|uuid))\s*/y;
  while (token.lastIndex < inside.length) {
    const match = token.exec(inside);
    if (match === null) return undefined;
    const [, literal, address, attribute] = match;
    if (literal !== undefined) parts.push({ id: literal });
    if (address === undefined || attribute === undefined) continue;
    const known = referred(plan, from, address, attribute);
    if (known === undefined) return undefined;
    parts.push(...known);
  }
  return parts;
}

/** What a reference comes to; `undefined` where the plan does not tell. */
function referred(
  plan: Plan,
  from: ResourceChange,
  reference: string,
  attribute: string,
): readonly Part[] | undefined {
  const address = (from.module_address ? `${from.module_address}.` : "") + reference;
  const planned = plan.changes.find((one) => one.address === address && !one.deposed);
  const value = (planned?.change.after ??
    plan.state.find((one) => one.address === address)?.values)?.[attribute];
  const ids = [value].flat().filter((one) => typeof one === "string" || typeof one === "number");
  if (ids.length > 0 || Array.isArray(value)) return ids.map((id) => ({ id: String(id) }));
  return planned?.mode === "managed" && planned.change.after ? [{ address }] : undefined;
}
