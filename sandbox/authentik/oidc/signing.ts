import { createHash } from "node:crypto";
import { CompactEncrypt, compactVerify, exportJWK, SignJWT, type JWK, type JWTPayload } from "jose";
import type { AuthentikState } from "../state/authentik-state";
import type { CertificateKeyPair, OAuth2Provider } from "../state/models";

/** What signs a provider's tokens, and what checks them. */
interface SigningKey {
  readonly alg: string;
  readonly kid: string | undefined;
  readonly sign: Parameters<SignJWT["sign"]>[0];
  readonly verify: Parameters<typeof compactVerify>[1];
}

/** Signature algorithm of a provider's tokens. */
export const algorithmOf = (state: AuthentikState, provider: OAuth2Provider): string =>
  signingKey(state, provider).alg;

/** A signed token; encrypted too where the provider has an encryption key. */
export async function signed(
  state: AuthentikState,
  provider: OAuth2Provider,
  payload: JWTPayload,
  typ: "JWT" | "logout+jwt",
): Promise<string> {
  const { alg, kid, sign } = signingKey(state, provider);
  const token = await new SignJWT(payload)
    .setProtectedHeader({ alg, typ, ...(kid !== undefined && { kid }) })
    .sign(sign);
  const encryption = state.keyPairs.get(provider.encryption_key ?? "");
  return encryption === undefined ? token : encrypted(token, encryption);
}

/** Whether the provider itself signed this token. */
export async function isSignedBy(
  state: AuthentikState,
  provider: OAuth2Provider,
  token: string,
): Promise<boolean> {
  const { alg, verify } = signingKey(state, provider);
  return compactVerify(token, verify, { algorithms: [alg] }).then(
    () => true,
    () => false,
  );
}

/** The JWKS of a provider: without a signing key an object without any member. */
export async function jwksOf(
  state: AuthentikState,
  { signing_key, encryption_key }: OAuth2Provider,
): Promise<{ readonly keys?: readonly JWK[] }> {
  const keys = [];
  const signing = state.keyPairs.get(signing_key ?? "");
  const encryption = state.keyPairs.get(encryption_key ?? "");
  if (signing) keys.push(await publicJwk(signing, "sig", algorithmFor(signing)));
  if (encryption) keys.push(await publicJwk(encryption, "enc", "RSA-OAEP-256"));
  return keys.length === 0 ? {} : { keys };
}

/** Without a signing key the client's secret signs, and verifies. */
function signingKey(state: AuthentikState, provider: OAuth2Provider): SigningKey {
  const keyPair = state.keyPairs.get(provider.signing_key ?? "");
  if (keyPair === undefined) {
    const secret = new TextEncoder().encode(provider.client_secret);
    return { alg: "HS256", kid: undefined, sign: secret, verify: secret };
  }
  const { privateKey, publicKey } = keyPair.material;
  const [alg, kid] = [algorithmFor(keyPair), kidOf(keyPair)];
  return { alg, kid, sign: privateKey, verify: publicKey };
}

/** The sandbox has keys of these two kinds only. */
function algorithmFor({ material }: CertificateKeyPair): string {
  return material.type === "ec" ? "ES256" : "RS256";
}

function kidOf({ material }: CertificateKeyPair): string {
  return createHash("sha512").update(material.privateKeyPem).digest("base64url");
}

async function publicJwk(keyPair: CertificateKeyPair, use: string, alg: string): Promise<JWK> {
  const { publicKey, certificate } = keyPair.material;
  const thumbprint = (hash: string): string =>
    createHash(hash).update(certificate.raw).digest("base64url");
  return {
    ...(await exportJWK(publicKey)),
    alg,
    kid: kidOf(keyPair),
    use,
    x5c: [certificate.raw.toString("base64")],
    x5t: thumbprint("sha1"),
    "x5t#S256": thumbprint("sha256"),
  };
}

function encrypted(token: string, keyPair: CertificateKeyPair): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(token))
    .setProtectedHeader({
      alg: "RSA-OAEP-256",
      enc: "A256CBC-HS512",
      typ: "JWE",
      cty: "JWT",
      kid: kidOf(keyPair),
    })
    .encrypt(keyPair.material.publicKey);
}
