import type { Check } from "../check";
import type { Facts } from "../facts";
import type { PublicKey } from "../observations";
import { differs, fail, type Outcome, pass } from "../outcome";
import type { Declaration } from "../declaration";

/** authentik signs with a key that EspoCRM can verify, and it is the declared one. */
export const signingKey: Check = {
  id: "signing-key",
  title: "Signing key",
  after: "authentik",
  run: async (facts) => {
    const { declared } = facts;
    const [keys] = await Promise.all([facts.keys.get(), facts.keyPair.ifThere()]);
    const key = keys[0];
    if (key === undefined) {
      return fail(
        "authentik publishes no key: tokens are signed with the client secret (HS256), and EspoCRM refuses them with an empty 401",
        `Give the provider an RSA key: npx espo-authentik plan ${declared.stack}, then apply.`,
      );
    }
    return (
      (await unusable(facts, keys)) ?? (await another(facts, key)) ?? pass(shown(key, declared))
    );
  },
};

async function unusable(facts: Facts, keys: readonly PublicKey[]): Promise<Outcome | undefined> {
  const other = keys.find(({ kty }) => kty !== "RSA");
  const use = "Use an RSA key (provider.signingKey), and deploy.";
  if (other !== undefined) {
    return fail(
      `authentik signs with a key of type ${other.kty} (${other.alg ?? "no algorithm named"}): EspoCRM verifies RSA alone, and refuses every token with an empty 401`,
      use,
    );
  }
  if (keys.some(({ kid }) => kid === undefined || kid === "")) {
    return fail("a key has no kid: EspoCRM refuses every token with an empty 401", use);
  }
  const accepted = await algorithms(facts);
  const refused = keys.find(({ alg }) => alg !== undefined && !accepted.includes(alg));
  if (refused === undefined) return undefined;
  return fail(
    `authentik signs with ${String(refused.alg)}, EspoCRM accepts ${accepted.join(", ") || "nothing"}`,
    "Allow it: login.signatureAlgorithms, or EspoCRM's Administration, Authentication.",
  );
}

/** The algorithms that EspoCRM accepts: as declared, else as it has them, else its default. */
async function algorithms({ settings, declared }: Facts): Promise<readonly unknown[]> {
  const given = declared.settings.oidcJwtSignatureAlgorithmList;
  if (Array.isArray(given)) return given as unknown[];
  const stored = (await settings.ifThere())?.settings["oidcJwtSignatureAlgorithmList"];
  return Array.isArray(stored) ? (stored as unknown[]) : ["RS256"];
}

/** Whether the key that signs is another than the declared one, as far as the API tells. */
async function another(facts: Facts, key: PublicKey): Promise<Outcome | undefined> {
  const { signingKey: declared, stack: name } = facts.declared;
  const label = typeof declared === "string" ? `"${declared}"` : declared.id;
  const [provider, pair] = await Promise.all([facts.provider.ifThere(), facts.keyPair.get()]);
  if (pair === undefined) {
    return fail(
      `authentik has no key pair ${label}`,
      "Correct provider.signingKey (authentik: System, Certificates).",
    );
  }
  const published = key["x5t#S256"];
  const isOther =
    (provider !== undefined && provider.signing_key !== pair.pk) ||
    (published !== undefined &&
      pair.fingerprint_sha256 !== null &&
      Buffer.from(published, "base64url").toString("hex") !==
        pair.fingerprint_sha256.replaceAll(":", "").toLowerCase());
  if (!isOther) return undefined;
  return differs(
    `authentik signs with another key than ${label}`,
    `npx espo-authentik plan ${name}, then apply, sets the declared one and clears EspoCRM's cached keys.`,
  );
}

function shown({ alg, kid = "" }: PublicKey, { signingKey: key }: Declaration): string {
  const label = typeof key === "string" ? `"${key}"` : key.id;
  return `${label}, RSA${alg === undefined ? "" : `, ${alg}`}, kid ${kid.slice(0, 12)}`;
}
