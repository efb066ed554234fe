import type { EspoAuthentikStackProps } from "../stack";
import { type Finding, type Rule, shown } from "./rule";

/** Headers that the Terraform providers set themselves, or that EspoCRM would take for credentials. */
const TAKEN = [
  "authorization",
  "content-length",
  "content-type",
  "cookie",
  "espo-authorization",
  "espo-authorization-by-token",
  "transfer-encoding",
  "x-api-key",
];

/** Extra headers can be sent, and leave those that matter alone. */
export const headerName: Rule = {
  id: "header-name",
  outcome: "refused",
  why: "EspoCRM answers 200 to a write whose content type is not JSON, and changes nothing; other headers would replace Terraform's credentials.",
  example: "espocrm: { url: https://espocrm.company, headers: { CF-Access-Client-Id: access_id } }",
  check: (props) => [...check(props, "authentik"), ...check(props, "espocrm")],
};

function check(props: EspoAuthentikStackProps, side: "authentik" | "espocrm"): Finding[] {
  return Object.keys(props[side].headers ?? {}).flatMap((header): Finding[] => {
    const path = [side, "headers", header];
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(header)) {
      const mend = "write the name alone, without a colon or blanks";
      return [{ path, found: shown(header), expected: "the name of an HTTP header", mend }];
    }
    if (!TAKEN.includes(header.toLowerCase())) return [];
    const expected = `a header other than ${TAKEN.join(", ")}`;
    const mend = "leave it out: Terraform's own credentials are variables of their own";
    return [{ path, found: shown(header), expected, mend }];
  });
}
