import type { AuthentikState } from "../state/authentik-state";
import { isUuid } from "../state/identifiers";
import type { CertificateKeyPair } from "../state/models";
import type { Route } from "./route";
import { viewSetRoutes } from "./viewset";

/** `/crypto/certificatekeypairs/`: keys to sign with. Read-only. */
export function keyPairRoutes(state: AuthentikState): Route[] {
  return viewSetRoutes({
    path: "crypto/certificatekeypairs",
    app: "authentik_crypto",
    model: "CertificateKeyPair",
    rows: () => [...state.keyPairs.values()],
    find: (id) => (isUuid(id) ? state.keyPairs.get(id) : null),
    ordering: ["name"],
    search: ["name"],
    filters: {
      name: (keyPair, [name]) => keyPair.name === name,
      managed: () => false,
      key_type: (keyPair, types) => types.includes(keyPair.material.type),
      has_key: () => true,
    },
    represent,
    details: {
      view_certificate: {
        method: "GET",
        access: "authentik_crypto.view_certificatekeypair_certificate",
        run: ({ material }) => ({
          status: 200,
          body: { data: material.certificate.toString() },
        }),
      },
      view_private_key: {
        method: "GET",
        access: "authentik_crypto.view_certificatekeypair_key",
        run: ({ material }) => ({ status: 200, body: { data: material.privateKeyPem } }),
      },
    },
  });
}

/** With all details, whatever `include_details` says: so does authentik. */
function represent({ pk, name, material: { type, certificate } }: CertificateKeyPair) {
  const path = `/api/v3/crypto/certificatekeypairs/${pk}`;
  return {
    pk,
    name,
    fingerprint_sha256: certificate.fingerprint256.toLowerCase(),
    fingerprint_sha1: certificate.fingerprint.toLowerCase(),
    cert_expiry: new Date(certificate.validTo).toISOString().replace(".000", ""),
    cert_subject: certificate.subject.split("\n").reverse().join(","),
    private_key_available: true,
    key_type: type,
    certificate_download_url: `${path}/view_certificate/?download`,
    private_key_download_url: `${path}/view_private_key/?download`,
    managed: null,
  };
}
