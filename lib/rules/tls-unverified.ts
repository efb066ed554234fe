import type { Rule } from "./rule";

/** Terraform knows that it speaks to the right server. */
export const tlsUnverified: Rule = {
  id: "tls-unverified",
  outcome: "warned",
  why: "Without the check of the certificate anybody on the way can pass for the server, and gets the administrator's password or authentik's token.",
  example: "espocrm: { url: https://espocrm.company, certificateAuthorityFile: company-ca.pem }",
  check: (props) =>
    (["authentik", "espocrm"] as const)
      .filter((side) => !props[side].verifyTls)
      .map((side) => ({
        path: [side, "verifyTls"],
        found: "false",
        expected: "true",
        mend:
          side === "espocrm"
            ? "leave it out, and give the private authority as espocrm.certificateAuthority"
            : "leave it out, and give the private authority as SSL_CERT_FILE in Terraform's environment",
      })),
};
