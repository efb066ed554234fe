import type { Check } from "../check";
import { differs, fail, pass } from "../outcome";
import { NO_PROVIDER } from "./authentik-api";

/** Every scope that EspoCRM asks for has a mapping; authentik drops others without a word. */
export const scopes: Check = {
  id: "scopes",
  title: "Scopes",
  after: "authentik-api",
  run: async ({ provider: observation, scopeMappings, declared }) => {
    const [provider, mappings] = await Promise.all([observation.get(), scopeMappings.get()]);
    if (provider === undefined) return NO_PROVIDER;
    const mapped = new Set(
      mappings.filter(({ pk }) => provider.property_mappings.includes(pk)).map((m) => m.scope_name),
    );
    const asked = new Set(["openid", ...declared.scopes]);
    const dropped = [...asked].filter((scope) => !mapped.has(scope));
    if (dropped.length === 0) return pass(`${[...asked].join(", ")}, all mapped`);
    const consequence = dropped.includes("openid")
      ? "authentik then answers 403 when EspoCRM asks for the user, and the login ends with an empty 500"
      : "their claims are missing";
    const judged = dropped.includes("openid") ? fail : differs;
    return judged(
      `authentik drops ${dropped.join(", ")}, for the provider has no mapping of it: ${consequence}`,
      `npx espo-authentik plan ${declared.stack}, then apply, puts the mappings back; others go into provider.scopeMappings.`,
    );
  },
};
