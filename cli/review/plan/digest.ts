import { createHash } from "node:crypto";

const UTF8 = new TextEncoder();
/** Room for a piece of a plan: whole plans would want new memory each. */
const PIECE = new Uint8Array(2 ** 16);

/** Digest of a plan's JSON, as `terraform show -json <saved plan> | sha256sum` gives it. */
export function jsonDigest(text: string): string {
  const hash = createHash("sha256");
  for (let at = 0; at < text.length;) {
    const { read, written } = UTF8.encodeInto(text.slice(at), PIECE);
    hash.update(PIECE.subarray(0, written));
    at += read;
  }
  if (!text.endsWith("\n")) hash.update("\n");
  return `sha256:${hash.digest("hex")}`;
}
