import { randomBytes, sign, type KeyObject } from "node:crypto";
import {
  bitString,
  element,
  utcTime,
  integer,
  nothing,
  objectIdentifier,
  sequence,
  set,
  utf8String,
} from "./der";

/** What a self-signed certificate says. */
export interface CertificateRequest {
  /** Common name of subject and issuer. */
  readonly commonName: string;
  /** Private key that signs. */
  readonly privateKey: KeyObject;
  /** Its public key. */
  readonly publicKey: KeyObject;
  /** Start of the validity. */
  readonly notBefore: Date;
  /** Validity in days. */
  readonly days: number;
}

/** A self-signed X.509 certificate as PEM (RFC 5280, section 4.1). */
export function selfSignedCertificate(request: CertificateRequest): string {
  const { commonName, privateKey, publicKey, notBefore, days } = request;
  const algorithm = signatureAlgorithm(privateKey);
  const notAfter = new Date(notBefore.getTime() + days * 86_400_000);
  const name = subject(commonName);
  const version3 = element(0xa0, integer(Buffer.from([2])));
  const certificate = sequence(
    version3,
    integer(randomBytes(16)),
    algorithm,
    name,
    sequence(utcTime(notBefore), utcTime(notAfter)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signed = sequence(
    certificate,
    algorithm,
    bitString(sign("sha256", certificate, privateKey)),
  );
  return pem(signed);
}

function signatureAlgorithm(key: KeyObject): Buffer {
  return key.asymmetricKeyType === "rsa"
    ? sequence(objectIdentifier("1.2.840.113549.1.1.11"), nothing())
    : sequence(objectIdentifier("1.2.840.10045.4.3.2"));
}

/** As authentik names the certificates that it generates. */
function subject(commonName: string): Buffer {
  const attribute = (type: string, value: string): Buffer =>
    set(sequence(objectIdentifier(type), utf8String(value)));
  return sequence(
    attribute("2.5.4.11", "Self-signed"),
    attribute("2.5.4.10", "authentik"),
    attribute("2.5.4.3", commonName),
  );
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
