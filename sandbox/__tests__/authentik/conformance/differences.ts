import type { Identifiers } from "./identifiers";

/** Where an answer is not as recorded. */
export interface Difference {
  /** Where: `status`, `location`, or a path in the body such as `results[0].name`. */
  readonly at: string;
  /** What the real server answered. */
  readonly recorded: unknown;
  /** What the sandbox answered. */
  readonly sandbox: unknown;
}

/** Keys whose values each server has of its own: its keys, times and numbers. */
const OF_ITS_OWN = new Set([
  ...["kid", "n", "x", "y", "x5t", "x5t#S256", "x5c", "cert_expiry", "cert_subject"],
  ...["fingerprint_sha1", "fingerprint_sha256", "data"],
  ...["exp", "iat", "auth_time", "num_pk", "avatar", "pending_user_avatar", "client_secret"],
]);

/** Compares two JSON values; what each server makes up is learned instead of compared. */
export function differences(
  ids: Identifiers,
  recorded: unknown,
  sandbox: unknown,
  at = "body",
): Difference[] {
  if (Array.isArray(recorded) && Array.isArray(sandbox)) {
    if (recorded.length !== sandbox.length) {
      return [{ at: `${at}.length`, recorded: recorded.length, sandbox: sandbox.length }];
    }
    if (at.endsWith(".stages")) return []; // authentik lists a flow's stages in any order.
    return recorded.flatMap((item: unknown, index) =>
      differences(ids, item, sandbox[index], `${at}[${index}]`),
    );
  }
  if (isObject(recorded) && isObject(sandbox)) {
    return [...new Set([...Object.keys(recorded), ...Object.keys(sandbox)])].flatMap((key) =>
      OF_ITS_OWN.has(key) && typeof recorded[key] === typeof sandbox[key]
        ? []
        : differences(ids, recorded[key], sandbox[key], `${at}.${key}`),
    );
  }
  const same =
    typeof recorded === "string" && typeof sandbox === "string"
      ? sameText(ids, recorded, sandbox, at)
      : recorded === sandbox;
  return same ? [] : [{ at, recorded, sandbox }];
}

const sorted = (words: string): string => words.split(" ").sort().join(" ");

function sameText(ids: Identifiers, recorded: string, sandbox: string, at: string): boolean {
  if (recorded === sandbox) return true;
  // authentik keeps scopes as a set, and writes them in any order.
  if (at.endsWith(".scope")) return sorted(recorded) === sorted(sandbox);
  if (recorded === "HTML") return /^\s*<!doctype html/i.test(sandbox);
  return ids.match(recorded, sandbox);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
