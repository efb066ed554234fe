/**
 * A copy of `value` in which every text means itself. Terraform reads strings of its JSON as templates:
 * `${…}` and `%{…}` in a name or in a policy's code would be evaluated, and could even put the value of
 * a variable where it does not belong. CDKTF's own tokens stay what they are, and so do constructs.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function verbatim<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/([$%])\{(?!TfToken\[)/g, "$1$1{");
  if (Array.isArray(value)) return value.map(copy);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
