import { X509Certificate } from "node:crypto";
import { signatureAlgorithm } from "../../../lib/rules/index";
import { SETTINGS } from "../../../lib/fields/index";
import { after, isEmpty, UNKNOWN } from "../plan/change";
import { differs } from "../effects/authentik";
import { isOidc } from "../effects/espocrm-state";
import type { Plan } from "../plan/plan-json";
import { quoted, say } from "../render/text";
import type { Gate, GateFinding } from "./gate";
import type { Situation } from "../effects/situation";

/** EspoCRM must be able to verify what authentik signs. */
export const signingKey: Gate = {
  id: "signing-key",
  why: signatureAlgorithm.why,
  check: (situation) => {
    const { espocrm, integration, plan } = situation;
    const { provider } = integration;
    if (!isOidc(espocrm.after) || provider?.change.after == null) return [];
    const key = after(provider, "signing_key");
    const algorithms = espocrm.after.oidcJwtSignatureAlgorithmList;
    return [...encrypted(situation), ...keyFindings(key, keyType(plan, key), algorithms)];
  },
};

function keyFindings(key: unknown, type: string | undefined, algorithms: unknown): GateFinding[] {
  const accepts = (algorithm: string) =>
    Array.isArray(algorithms) && algorithms.includes(algorithm);
  if (isEmpty(key))
    return accepts("HS256")
      ? []
      : [
          {
            found: say`the provider has no signing key: authentik signs with HS256, which EspoCRM does not accept`,
            mend: say`give the provider an RSA key`,
          },
        ];
  if (type !== undefined && type !== "rsa")
    return [
      {
        found: say`the signing key is of the type ${quoted(type)}: EspoCRM knows no such signatures`,
        mend: say`give the provider an RSA key`,
      },
    ];
  if (algorithms === UNKNOWN || algorithms === undefined || accepts("RS256")) return [];
  return [
    {
      found: say`${SETTINGS.oidcJwtSignatureAlgorithmList.label} lacks RS256, with which authentik signs`,
      mend: say`add RS256, or leave login.signatureAlgorithms out`,
    },
  ];
}

function encrypted({ integration: { provider } }: Situation): GateFinding[] {
  // A new one is refused by its row.
  if (provider === undefined || isEmpty(provider.change.before?.["encryption_key"])) return [];
  if (isEmpty(after(provider, "encryption_key")) || differs(provider, "encryption_key")) return [];
  return [
    {
      found: say`the provider encrypts its tokens: EspoCRM can't read them`,
      mend: say`leave the encryption key out`,
    },
  ];
}

/** Type of a key pair, where the plan holds its certificate; the construct does not read it. */
function keyType(plan: Plan, id: unknown): string | undefined {
  const pair = plan.state.find(
    ({ type, values }) => type === "authentik_certificate_key_pair" && values?.["id"] === id,
  );
  const certificate = pair?.values?.["certificate_data"];
  if (typeof certificate !== "string" || certificate === "") return undefined;
  try {
    return new X509Certificate(certificate).publicKey.asymmetricKeyType;
  } catch {
    return undefined;
  }
}
