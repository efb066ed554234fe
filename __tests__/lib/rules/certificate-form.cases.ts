import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const KEY = "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\n";
const expected = "expected certificates in PEM form: -----BEGIN CERTIFICATE----- …";

describeRule(FORM_RULES["certificate-form"], {
  finds: {
    "a private key beside the certificate, and does not show it": [
      {
        espocrm: {
          clientCertificate: { certificate: CERTIFICATE + KEY, keyVariable: "client_key" },
        },
      },
      `espocrm.clientCertificate.certificate: found a private key (not shown); ${expected}. To fix it, take the key out: it goes into the Terraform variable that clientCertificate.keyVariable names.`,
    ],
    "the name of a file in place of its text": [
      { espocrm: { certificateAuthority: "company-ca.pem" } },
      `espocrm.certificateAuthority: found no certificate; ${expected}. To fix it, give the text of the PEM file.`,
    ],
  },
  passes: {
    "several certificates in one text": {
      espocrm: { certificateAuthority: CERTIFICATE + CERTIFICATE },
    },
    "a client's certificate with its key in a variable": {
      espocrm: { clientCertificate: { certificate: CERTIFICATE, keyVariable: "client_key" } },
    },
  },
});
