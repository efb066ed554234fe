// Not by the engine's own Token: the commands judge declarations too, and need no engine for it, neither
// cdktf nor cdktn, whose tokens look the same. The test holds it to theirs.

/** What a token looks like: in a text, in place of a list, as a key in place of a map. */
const TEXT = /\$\{TfToken\[[\w:.-]+\]\}/;
const LIST = /#\{TfToken\[[\w:.-]+\]\}/;
const MAP = /&\{TfToken\[[\w:.-]+\]\}/;

/** The upper 16 bits of a number that stands for a token; the same for a list of numbers. */
const NUMBER = 0xfdff;
const NUMBER_LIST = 0xfbff;

/** Whether Terraform learns a value only when it runs: then no rule can judge it. */
export function isUnresolved(value: unknown): boolean {
  if (typeof value === "string") return TEXT.test(value);
  if (typeof value === "number") return upperBits(value) === NUMBER;
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return isUnresolvedList(value);
  const resolves = "resolve" in value && typeof value.resolve === "function";
  return resolves || Object.keys(value).some((key) => MAP.test(key));
}

/** Whether that holds for a list, or for anything in it. */
export const anyUnresolved = (list: readonly string[] | undefined): boolean =>
  isUnresolved(list) || (list ?? []).some(isUnresolved);

/** A list that is one token has that as its only entry. */
function isUnresolvedList([first, ...others]: readonly unknown[]): boolean {
  if (others.length > 0) return false;
  if (typeof first === "string") return LIST.test(first);
  return typeof first === "number" && upperBits(first) === NUMBER_LIST;
}

function upperBits(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getUint16(0);
}
