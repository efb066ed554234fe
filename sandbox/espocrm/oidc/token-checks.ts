import { compactVerify, errors, importJWK } from "jose";
import type { EspoCrmState } from "../state";
import type { JsonWebToken } from "./json-web-token";
import { signingKeys } from "./signing-keys";

/** A token that was read and is refused; the message says why. */
export class InvalidToken extends Error {}

/** How far the clocks may be apart, in seconds. */
const LEEWAY = 240;

/** Checks `exp` and `nbf`, each only if the token has it. `iat` is not looked at. */
export function checkTime({ now }: EspoCrmState, { exp, nbf }: JsonWebToken): void {
  const seconds = Math.floor(now() / 1000);
  if (exp && exp + LEEWAY <= seconds) throw new InvalidToken("JWT expired.");
  if (nbf && seconds < nbf - LEEWAY) throw new InvalidToken("JWT used before allowed time.");
}

/** Checks audience, subject and issuer; of the latter only that there is one. */
export function checkFields(
  { settings, log }: EspoCrmState,
  { aud, sub, iss }: JsonWebToken,
): void {
  const clientId = settings.text("oidcClientId");
  if (!clientId) throw log.fatal("OIDC: No client ID.");
  if (!aud.includes(clientId)) {
    throw new InvalidToken("JWT the `aud` field does not contain matching client ID.");
  }
  if (!sub) throw new InvalidToken("JWT does not contain the `sub` value.");
  if (!iss) throw new InvalidToken("JWT does not contain the `iss` value.");
}

/** Checks the signature: RS* with the key that `kid` names, HS* with the client secret. */
export async function checkSignature(state: EspoCrmState, token: JsonWebToken): Promise<void> {
  const allowed = state.settings.get("oidcJwtSignatureAlgorithmList");
  if (!Array.isArray(allowed) || !allowed.includes(token.alg)) {
    throw new InvalidToken(`JWT signing algorithm \`${token.alg}\` not allowed.`);
  }
  if (!(await isSigned(state, token))) throw new InvalidToken("JWT signature not verified.");
}

async function isSigned(state: EspoCrmState, { raw, alg, kid }: JsonWebToken): Promise<boolean> {
  const key = alg.startsWith("HS") ? secretKey(state) : await publicKey(state, alg, kid);
  try {
    await compactVerify(raw, key, { algorithms: [alg] });
    return true;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return false;
    throw state.log.fatal(`Signature verification error: ${String(error)}`);
  }
}

function secretKey({ settings, log }: EspoCrmState): Uint8Array {
  const secret = settings.text("oidcClientSecret");
  if (!secret) throw log.fatal("No client secret.");
  return new TextEncoder().encode(secret);
}

async function publicKey(
  state: EspoCrmState,
  alg: string,
  kid: string | null,
): ReturnType<typeof importJWK> {
  const key = (await signingKeys(state)).find((candidate) => candidate.kid === kid);
  if (key === undefined) throw new InvalidToken("JWT signature not verified.");
  try {
    return await importJWK({ kty: "RSA", n: key.n, e: key.e }, alg);
  } catch {
    throw state.log.fatal("Bad RSA public key.");
  }
}
