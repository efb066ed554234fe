import { TEST_KEY_NAMES, TEST_KEYS } from "../../../authentik/state/test-keys";

test.each(TEST_KEY_NAMES)("%s: the certificate is self-signed with its key, and valid", (name) => {
  const { type, certificate, privateKey, publicKey } = TEST_KEYS[name];
  expect(privateKey.asymmetricKeyType).toBe(type);
  expect(certificate.verify(publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(privateKey)).toBe(true);
  expect(certificate.checkIssued(certificate)).toBe(true);
  expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
});

test("all are different", () => {
  const keys = Object.values(TEST_KEYS).map(({ privateKeyPem }) => privateKeyPem);
  expect(new Set(keys).size).toBe(TEST_KEY_NAMES.length);
});
