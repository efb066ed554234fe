import { generateKeyPairSync, X509Certificate, type KeyObject } from "node:crypto";
import { selfSignedCertificate } from "./certificate";

/** Kinds of key that the sandbox generates: RSA of 2048 bits, EC on the curve P-256. */
export type KeyType = "rsa" | "ec";

/** A private key with its self-signed certificate. */
export interface GeneratedKey {
  /** Private key. */
  readonly privateKey: KeyObject;
  /** Public key. */
  readonly publicKey: KeyObject;
  /** Certificate of the public key. */
  readonly certificate: X509Certificate;
  /** The certificate as PEM. */
  readonly certificatePem: string;
}

/**
 * Key and certificate of a key pair, generated when they are needed first: generating takes a
 * noticeable part of a second. authentik's own default is RSA of 4096 bits, which would take many.
 */
export class KeyMaterial {
  #generated: GeneratedKey | undefined;

  constructor(
    /** Kind of the key. */
    readonly type: KeyType,
    /** Common name in the certificate. */
    readonly commonName: string,
    /** Validity of the certificate, in days from its generation. */
    readonly days: number,
  ) {}

  /** The key and certificate. */
  get generated(): GeneratedKey {
    return (this.#generated ??= this.#generate());
  }

  /** The private key as PEM (PKCS #8). */
  get privateKeyPem(): string {
    return this.generated.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  }

  #generate(): GeneratedKey {
    const { privateKey, publicKey } =
      this.type === "rsa"
        ? generateKeyPairSync("rsa", { modulusLength: 2048 })
        : generateKeyPairSync("ec", { namedCurve: "P-256" });
    const certificatePem = selfSignedCertificate({
      commonName: this.commonName,
      privateKey,
      publicKey,
      notBefore: new Date(Math.floor(Date.now() / 1000) * 1000),
      days: this.days,
    });
    return {
      privateKey,
      publicKey,
      certificatePem,
      certificate: new X509Certificate(certificatePem),
    };
  }
}
