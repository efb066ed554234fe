import type { Check } from "../check";
import type { Facts } from "../facts";
import { Observation } from "../observation";
import type { TokenRefusal } from "../observations/authentik";
import { fail, notChecked, pass } from "../outcome";
import { isRegistered, registeredRedirectUri } from "../redirect-uris";

const UNREADABLE = "nobody can read the secret that EspoCRM holds: --login proves it";

const REDIRECT_URI_FIRST = "authentik looks at the redirect URI first, and refuses that";

/** The client secret is authentik's: a made-up code is refused for being made up, not for the secret. */
export const clientSecret: Check = {
  id: "client-secret",
  title: "Client ID and secret",
  after: "authentik",
  run: async (facts, { unlessFailed }) => {
    const { secret, source } = await secretOf(facts);
    if (secret === undefined) return notChecked(source);
    const refusal = await refusalOf(facts, secret);
    if (refusal === undefined) return notChecked(REDIRECT_URI_FIRST);
    const { error } = refusal;
    if (error === "invalid_grant")
      return pass(`authentik accepts the one ${source}; ${UNREADABLE}`);
    const { name } = facts.subject;
    if (error === "invalid_client") {
      const isThere = (await facts.provider.ifThere()) !== undefined;
      return unlessFailed(
        isThere ? [] : ["authentik-api", "authentik"],
        fail(
          `authentik does not accept the client secret ${source}`,
          `It was changed since: npx espo-authentik plan ${name}, then apply, writes authentik's own to EspoCRM.`,
        ),
      );
    }
    return fail(
      `authentik's token endpoint refuses with ${error ?? "no reason"}`,
      "Look into authentik's log.",
    );
  },
};

async function secretOf({
  outputs,
  provider,
}: Facts): Promise<{ secret?: string; source: string }> {
  const { clientSecret: secret, missing } = await outputs();
  if (secret !== undefined) return { secret, source: "in Terraform's outputs" };
  const held = (await provider.ifThere())?.client_secret;
  if (held !== undefined) return { secret: held, source: `that its API shows (${missing})` };
  return { source: missing };
}

/**
 * authentik looks at the redirect URI before the secret, and calls both wrong by the same name: so
 * one is presented that it surely accepts. Undefined where none is known.
 */
async function refusalOf(facts: Facts, secret: string): Promise<TokenRefusal | undefined> {
  const { presentCode, provider: observation, subject } = facts;
  const present = (uri: string) =>
    new Observation("client-secret", () => presentCode(secret, uri)).get();
  const refusal = await present(subject.redirectUri);
  if (refusal.error !== "invalid_client") return refusal;
  const provider = await observation.ifThere();
  if (provider === undefined || isRegistered(provider, subject.redirectUri)) return refusal;
  const other = registeredRedirectUri(provider);
  return other === undefined ? undefined : present(other);
}
