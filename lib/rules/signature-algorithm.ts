import type { SignatureAlgorithm } from "../espocrm/props";
import { isUnresolved } from "../terraform/unresolved";
import { type Finding, type Rule, shown } from "./rule";

/** What EspoCRM can verify: the compiler complains when one is missing. */
const KNOWN: Readonly<Record<SignatureAlgorithm, true>> = {
  RS256: true,
  RS384: true,
  RS512: true,
  HS256: true,
  HS384: true,
  HS512: true,
};

/** EspoCRM accepts the algorithm with which authentik signs. */
export const signatureAlgorithm: Rule = {
  id: "signature-algorithm",
  outcome: "refused",
  why: "authentik signs with RS256 when it has an RSA key. EspoCRM refuses every token whose algorithm is not in its list, and answers 400 to a list with algorithms that it does not know, those of elliptic curves among them.",
  example: "login: { signatureAlgorithms: [RS256] }",
  check: ({ login }) => {
    const algorithms = login.signatureAlgorithms;
    if (algorithms === undefined || isUnresolved(algorithms)) return [];
    const unknown = algorithms.flatMap((algorithm, index): Finding[] =>
      Object.hasOwn(KNOWN, algorithm) || isUnresolved(algorithm)
        ? []
        : [
            {
              path: ["login", "signatureAlgorithms", index],
              found: shown(algorithm),
              expected: `one of ${Object.keys(KNOWN).join(", ")}`,
              mend: "take it out; with an RSA key authentik signs with RS256",
            },
          ],
    );
    if (algorithms.some((algorithm) => algorithm === "RS256" || isUnresolved(algorithm)))
      return unknown;
    return [
      {
        path: ["login", "signatureAlgorithms"],
        found: shown(algorithms),
        expected: "a list with RS256 in it",
        mend: "add RS256, or leave the list out",
      },
      ...unknown,
    ];
  },
};
