import { decodeJwt, decodeProtectedHeader } from "jose";

/** A token as read; nothing in it is verified. */
export interface JsonWebToken {
  /** As received. */
  readonly raw: string;
  /** Algorithm that the header names. */
  readonly alg: string;
  /** Key that the header names; null if none. */
  readonly kid: string | null;
  /** Subject; null if none. */
  readonly sub: string | null;
  /** Issuer; null if none. */
  readonly iss: string | null;
  /** Audiences. */
  readonly aud: readonly unknown[];
  /** End of validity, seconds since 1970; null if none. */
  readonly exp: number | null;
  /** Begin of validity, seconds since 1970; null if none. */
  readonly nbf: number | null;
  /** Nonce; null if none. */
  readonly nonce: string | null;
  /** All claims. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** A token that EspoCRM cannot even read. */
export class UnreadableToken extends Error {}

/** Reads a token, as strict about types as EspoCRM is. */
export function readToken(raw: string): JsonWebToken {
  const { header, claims } = decoded(raw);
  const alg = text(header, "alg");
  if (alg === null) throw new UnreadableToken("No or bad `alg` in JWT header.");
  const iss = text(claims, "iss");
  const sub = claims["sub"];
  // EspoCRM asks for `sub` where it means to check `iss`: without an issuer any subject will do.
  if (iss !== null && typeof sub !== "string") throw new UnreadableToken("Bad `sub`.");
  for (const name of ["iat", "auth_time"]) numeric(claims, name);
  text(claims, "sid");
  return {
    raw,
    alg,
    kid: text(header, "kid"),
    sub: typeof sub === "string" ? sub : null,
    iss,
    aud: audiences(claims["aud"] ?? []),
    exp: numeric(claims, "exp"),
    nbf: numeric(claims, "nbf"),
    nonce: text(claims, "nonce"),
    claims,
  };
}

type Members = Readonly<Record<string, unknown>>;

function decoded(raw: string): { header: Members; claims: Members } {
  try {
    return { header: { ...decodeProtectedHeader(raw) }, claims: decodeJwt(raw) };
  } catch (error) {
    throw new UnreadableToken(error instanceof Error ? error.message : "");
  }
}

function audiences(aud: unknown): readonly unknown[] {
  if (typeof aud === "string") return [aud];
  if (!Array.isArray(aud)) throw new UnreadableToken("Bad `aud`.");
  return aud;
}

function text(members: Members, name: string): string | null {
  const value = members[name] ?? null;
  if (value !== null && typeof value !== "string") throw new UnreadableToken(`Bad \`${name}\`.`);
  return value;
}

/** Numbers may come as text. */
function numeric(claims: Members, name: string): number | null {
  const value = claims[name] ?? null;
  if (value === null) return null;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || Number.isNaN(number)) {
    throw new UnreadableToken(`Bad \`${name}\`.`);
  }
  return Math.trunc(number);
}
