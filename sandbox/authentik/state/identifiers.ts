import { createHash, randomInt } from "node:crypto";

const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Random letters and digits: how authentik makes client IDs (40), client secrets (128), tokens. */
export function generateId(length = 40): string {
  return Array.from({ length }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join("");
}

/** UUID of a seeded object: the same at every start and after every reset. */
export function seededUuid(kind: string, name: string): string {
  const hex = createHash("sha256").update(`${kind}\n${name}`).digest("hex");
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ];
  return [...groups, hex.slice(20, 32)].join("-");
}

/** Whether the text is a UUID as Python reads one: braces and hyphens do not matter. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{32}$/i.test(text.replace(/[{}-]/g, "").replace(/^urn:uuid:/, ""));
}
