import type { EspoAuthentikStackProps } from "../stack";
import type { PropertyPath, Rule } from "./rule";
import { isUnresolved } from "./unresolved";

/** Certificates are certificates, and nothing that must stay secret. */
export const certificateForm: Rule = {
  id: "certificate-form",
  outcome: "refused",
  why: "Certificates are written into the synthesized JSON. A PEM file often holds the private key, too, which must not be there.",
  example:
    "espocrm:\n  url: https://espocrm.company\n  clientCertificate: { certificateFile: client.pem, keyVariable: client_key }",
  check: (props) =>
    certificates(props).flatMap(([path, pem]) => {
      if (pem === undefined || isUnresolved(pem)) return [];
      const secret = /PRIVATE KEY/i.test(pem);
      if (!secret && /-----BEGIN (TRUSTED )?CERTIFICATE-----/.test(pem)) return [];
      return [
        {
          path,
          found: secret ? "a private key (not shown)" : "no certificate",
          expected: "certificates in PEM form: -----BEGIN CERTIFICATE----- …",
          mend: secret
            ? "take the key out: it goes into the Terraform variable that clientCertificate.keyVariable names"
            : "give the text of the PEM file",
        },
      ];
    }),
};

const certificates = ({
  espocrm,
}: EspoAuthentikStackProps): [PropertyPath, string | undefined][] => [
  [["espocrm", "certificateAuthority"], espocrm.certificateAuthority],
  [["espocrm", "clientCertificate", "certificate"], espocrm.clientCertificate?.certificate],
];
