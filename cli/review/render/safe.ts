import { withoutSecrets } from "../plan/secrets";
import { visible, visibleLines } from "./visible";

/**
 * The one door out of a plan: a copy of a review in which no value of the plan holds a known secret,
 * or anything that deceives the eye, or is overlong.
 */
export function safe<T>(review: T, secrets: readonly string[]): T {
  const copy = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(copy);
    if (typeof part !== "object" || part === null) return part;
    const { code, value } = part as { code?: unknown; value?: unknown };
    if (typeof value === "string") return { value: visible(withoutSecrets(value, secrets)) };
    if (typeof code === "string")
      return { code: visibleLines(withoutSecrets(code, secrets)).join("\n") };
    const result: Record<string, unknown> = {};
    for (const key in part) result[key] = copy((part as Record<string, unknown>)[key]);
    return result;
  };
  return copy(review) as T;
}
