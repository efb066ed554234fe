import { type Rule, shown } from "./rule";

/** EspoCRM accepts the algorithm with which authentik signs. */
export const signatureAlgorithm: Rule = {
  id: "signature-algorithm",
  outcome: "refused",
  why: "authentik signs with RS256 when it has an RSA key. EspoCRM refuses every token whose algorithm is not in its list.",
  check: ({ login }) =>
    login?.signatureAlgorithms !== undefined && !login.signatureAlgorithms.includes("RS256")
      ? [
          {
            path: ["login", "signatureAlgorithms"],
            found: shown(login.signatureAlgorithms),
            expected: "a list with RS256 in it",
            mend: "add RS256, or leave the list out",
          },
        ]
      : [],
};
