import type { Check } from "../check";
import type { Facts } from "../facts";
import { Observation } from "../observation";
import { fail, notChecked, pass } from "../outcome";
import { isRegistered, registeredRedirectUri } from "../redirect-uris";

const UNREADABLE = "nobody can read the secret that EspoCRM holds: --login proves it";

const REDIRECT_URI_FIRST = "authentik looks at the redirect URI first, and refuses that";

/** The client secret is authentik's: a made-up code is refused for being made up, not for the secret. */
export const clientSecret: Check = {
  id: "client-secret",
  title: "Client ID and secret",
  after: "authentik",
  run: async (facts) => {
    const { stack: name } = facts.declared;
    const deploy = `npx espo-authentik plan ${name}, then apply`;
    const isPublic = fail(
      "authentik takes the client for a public one: it asks for no secret, so whoever gets hold of a code can use it",
      `${deploy}, makes it confidential again.`,
    );
    if ((await facts.provider.ifThere())?.client_type === "public") return isPublic;
    const { secret, source } = await secretOf(facts);
    if (secret === undefined) return notChecked(source);
    const error = await refusalOf(facts, secret);
    if (error === undefined) return notChecked(REDIRECT_URI_FIRST);
    if (error === "invalid_grant" && (await acceptsAnySecret(facts))) return isPublic;
    if (error === "invalid_grant")
      return pass(`authentik accepts the one ${source}; ${UNREADABLE}`);
    if (error === "invalid_client") {
      return fail(
        `authentik does not accept the client secret ${source}`,
        `It was changed since: ${deploy}, writes authentik's own to EspoCRM.`,
        (await facts.provider.ifThere()) === undefined ? ["authentik-api", "authentik"] : [],
      );
    }
    return fail(`authentik's token endpoint refuses with ${error}`, "Look into authentik's log.");
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

/** Whether authentik accepts a made-up secret, too; its API says so itself where it may be asked. */
async function acceptsAnySecret(facts: Facts): Promise<boolean> {
  if ((await facts.provider.ifThere())?.client_type !== undefined) return false;
  return (await refusalOf(facts, "made-up-by-espo-authentik-verify")) === "invalid_grant";
}

/**
 * authentik looks at the redirect URI before the secret, and calls both wrong by the same name: so
 * one is presented that it surely accepts. Undefined where none is known.
 */
async function refusalOf(facts: Facts, secret: string): Promise<string | undefined> {
  const { declared, presentCode, provider: observation } = facts;
  const present = (uri: string) =>
    new Observation("client-secret", () => presentCode(secret, uri)).get();
  const error = await present(declared.redirectUri);
  if (error !== "invalid_client") return error;
  const provider = await observation.ifThere();
  if (provider === undefined || isRegistered(provider, declared.redirectUri)) return error;
  const other = registeredRedirectUri(provider);
  return other === undefined ? undefined : present(other);
}
