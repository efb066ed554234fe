import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from "node:crypto";
import stored from "./public-test-keys.json";

/*
 * The keys are checked in, so everybody has them: they are for trying and testing, and protect
 * nothing. Made with OpenSSL (`genpkey`, `ca -selfsign`), valid from 2020 to 2120, kept as DER in
 * base64. authentik's own default is RSA of 4096 bits, which would only take longer.
 */

/** Names of the keys: two of RSA, so that one can take the other's place, and one on P-256. */
export const TEST_KEY_NAMES = ["rsa", "other-rsa", "ec"] as const;

/** Name of a key. */
export type TestKeyName = (typeof TEST_KEY_NAMES)[number];

/** A private key with its self-signed certificate. */
export interface TestKey {
  /** Kind, as authentik calls it. */
  readonly type: "rsa" | "ec";
  /** Private key. */
  readonly privateKey: KeyObject;
  /** Its public key. */
  readonly publicKey: KeyObject;
  /** The private key as PEM (PKCS #8). */
  readonly privateKeyPem: string;
  /** Certificate of the public key. */
  readonly certificate: X509Certificate;
}

function read(name: TestKeyName): TestKey {
  const der = Buffer.from(stored[name].privateKey, "base64");
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  return {
    type: name === "ec" ? "ec" : "rsa",
    privateKey,
    publicKey: createPublicKey(privateKey),
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: new X509Certificate(Buffer.from(stored[name].certificate, "base64")),
  };
}

/** The keys that a sandbox authentik signs with. */
export const TEST_KEYS: Readonly<Record<TestKeyName, TestKey>> = {
  rsa: read("rsa"),
  "other-rsa": read("other-rsa"),
  ec: read("ec"),
};
