import { randomBytes } from "node:crypto";

/** A record's id: 17 hexadecimal digits. */
export function recordId(): string {
  return randomBytes(9).toString("hex").slice(0, 17);
}

/** An auth token or its secret: 32 hexadecimal digits. */
export function tokenText(): string {
  return randomBytes(16).toString("hex");
}
