import { tlsUnverified } from "../../../lib/rules/tls-unverified";
import { describeRule } from "./describe-rule";

const message = (side: string, mend: string) =>
  `${side}.verifyTls: found false; expected true. To fix it, leave it out, and give the private authority as ${mend}.`;

describeRule(tlsUnverified, {
  finds: {
    "servers that could be anybody": [
      { authentik: { verifyTls: false }, espocrm: { verifyTls: false } },
      message("authentik", "SSL_CERT_FILE in Terraform's environment"),
      message("espocrm", "espocrm.certificateAuthority"),
    ],
  },
  passes: {
    "certificates that are verified": {
      authentik: { verifyTls: true },
      espocrm: { verifyTls: true },
    },
  },
});
