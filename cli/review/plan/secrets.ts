import { isEmpty, jsonObject } from "./change";
import type { Plan, Values } from "./plan-json";

/** Shorter ones would also be found where they are no secret. */
const SHORTEST = 6;

/**
 * Everything secret that stands in a plan: what Terraform marks sensitive. It is looked for in all
 * that is shown, because the same secret may also stand where nobody marked it.
 */
export function secretsOf(plan: Plan): readonly string[] {
  const found = new Set<string>();
  for (const { change } of [...plan.changes, ...plan.drift]) {
    collect(change.before, change.before_sensitive, found);
    collect(change.after, change.after_sensitive, found);
  }
  for (const { sensitive_values, values } of plan.state) collect(values, sensitive_values, found);
  for (const value of plan.sensitiveVariables) collect(value, true, found);
  // The longest first: one may be a part of another.
  return [...found]
    .filter((secret) => secret.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
}

/** Takes known secrets, and passwords in addresses, out of a text. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const clean = secrets.reduce(
    (rest, secret) => (rest.includes(secret) ? rest.replaceAll(secret, "(secret)") : rest),
    text,
  );
  return !clean.includes("@")
    ? clean
    : clean.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"'`]*@/gi, "$1(credentials)@");
}

function collect(value: unknown, mask: unknown, found: Set<string>): void {
  if (mask === true) collectAll(value, found);
  if (typeof mask !== "object" || mask === null) return;
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(mask)) {
    // Most masks are long lists in which nothing is marked.
    mask.forEach((part, index) => {
      if (part !== false) collect((value as readonly unknown[])[index], part, found);
    });
    return;
  }
  for (const key in mask) {
    const part = (mask as Values)[key];
    if (part !== false) collect((value as Values)[key], part, found);
  }
}

function collectAll(value: unknown, found: Set<string>): void {
  if (isEmpty(value)) return;
  if (typeof value === "string") {
    found.add(value);
    collectAll(jsonObject(value), found);
  } else if (typeof value === "number") {
    found.add(String(value));
  } else if (typeof value === "object") {
    for (const part of Object.values(value as Values)) collectAll(part, found);
  }
}
