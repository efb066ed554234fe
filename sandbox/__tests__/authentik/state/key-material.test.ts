import { KeyMaterial } from "../../../authentik/state/key-material";

test.each(["rsa", "ec"] as const)("%s: the certificate is self-signed with its key", (type) => {
  const { certificate, privateKey, publicKey } = new KeyMaterial(type, "my key", 30).generated;
  expect(privateKey.asymmetricKeyType).toBe(type);
  expect(certificate.verify(publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(privateKey)).toBe(true);
  expect(certificate.checkIssued(certificate)).toBe(true);
  expect(certificate.subject).toBe("OU=Self-signed\nO=authentik\nCN=my key");
});

test("the certificate is valid for the days it was asked for", () => {
  const { certificate } = new KeyMaterial("ec", "my key", 30).generated;
  const days = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / 86_400_000;
  expect(days).toBe(30);
});

test("key and certificate are made once", () => {
  const material = new KeyMaterial("ec", "my key", 30);
  expect(material.generated).toBe(material.generated);
  expect(new KeyMaterial("ec", "my key", 30).privateKeyPem).not.toBe(material.privateKeyPem);
});
