import type { Plan, ResourceChange } from "./plan-json";
import { isValues, type Values } from "./plan-schema";

/** Address of a resource without the indices of `count` and `for_each`, as the configuration has it. */
export const unindexed = (address: string): string =>
  address.includes("[") ? address.replace(/\[[^\]]*\]/g, "") : address;

/** The expression that an attribute is configured by. */
export function expressionOf(
  plan: Plan,
  from: ResourceChange,
  attribute: string,
): Values | undefined {
  const expression = plan.configured.get(unindexed(from.address))?.expressions?.[attribute];
  return isValues(expression) ? expression : undefined;
}

/** Addresses that the configuration of an attribute refers to, in the resource's own module. */
export function references(plan: Plan, from: ResourceChange, attribute: string): string[] {
  const listed = expressionOf(plan, from, attribute)?.["references"];
  const prefix = from.module_address ? `${from.module_address}.` : "";
  return Array.isArray(listed)
    ? listed.filter((name) => typeof name === "string").map((name) => prefix + name)
    : [];
}

/** Whether an attribute holds the id of a resource, or will. */
export function refers(
  plan: Plan,
  from: ResourceChange,
  attribute: string,
  to: ResourceChange,
): boolean {
  const values = [from.change.before?.[attribute], from.change.after?.[attribute]];
  if (values.flat().some((value) => isId(value) && knownBy(to, value))) return true;
  return references(plan, from, attribute).includes(to.address);
}

/** Whether other resources know a resource by this id, now or then. */
const knownBy = ({ change }: ResourceChange, id: string | number): boolean =>
  [change.before, change.after].some((values) =>
    [values?.["uuid"], values?.["id"], values?.["pk"]].some(
      (own) => isId(own) && String(own) === String(id),
    ),
  );

const isId = (value: unknown): value is string | number =>
  typeof value === "number" || (typeof value === "string" && value !== "");
