import { z } from "zod";
import { isTruthy } from "../php";
import type { EspoCrmState } from "../state";
import { askProvider, jsonOf } from "./identity-provider";

/** A public key as the identity provider publishes it. Its `alg` and `use` do not matter. */
export interface RsaKey {
  /** Name that a token's header refers to. */
  readonly kid: string;
  /** Modulus. */
  readonly n: string;
  /** Exponent. */
  readonly e: string;
}

const rsaKey = z.object({ kid: z.string(), n: z.string(), e: z.string() });
const SECONDS = { second: 1, sec: 1, minute: 60, min: 60, hour: 3600, day: 86_400, week: 604_800 };

/** The identity provider's RSA keys, from the cache while they are there. Others are passed over. */
export async function signingKeys(state: EspoCrmState): Promise<readonly RsaKey[]> {
  const usesCache = isTruthy(state.settings.get("useCache"));
  const cached = usesCache ? state.keyCache.get(cachePeriod(state)) : undefined;
  const keys = cached ?? (await fetchKeys(state));
  if (cached === undefined && usesCache) state.keyCache.keep(keys);
  return keys.filter(isRsa).map((key) => {
    const parsed = rsaKey.safeParse(key);
    if (!parsed.success) throw state.log.fatal("Bad JWK value.");
    return parsed.data;
  });
}

async function fetchKeys(state: EspoCrmState): Promise<readonly unknown[]> {
  const endpoint = state.settings.text("oidcJwksEndpoint");
  if (!endpoint) throw state.log.fatal("JSON Web Key Set endpoint not specified in settings.");
  const answer = await askProvider(endpoint, { method: "GET", timeout: state.providerTimeout });
  if (answer.failed) {
    throw state.log.fatal(`OIDC: JWKS request error. Status: ${answer.status}.`);
  }
  const { keys }: { keys?: unknown } = jsonOf(answer) ?? {};
  if (!Array.isArray(keys)) throw state.log.fatal("OIDC: JWKS bad response.");
  return keys as unknown[];
}

/** `oidcJwksCachePeriod` in seconds. */
function cachePeriod({ settings, log }: EspoCrmState): number {
  const text = settings.text("oidcJwksCachePeriod") ?? "10 minutes";
  const [, number, unit] = /^(\d+) *(second|sec|minute|min|hour|day|week)s?$/.exec(text) ?? [];
  if (number === undefined || unit === undefined) {
    throw log.fatal(`Failed to parse time string (-${text}).`);
  }
  return Number(number) * SECONDS[unit as keyof typeof SECONDS];
}

function isRsa(key: unknown): boolean {
  return typeof key === "object" && key !== null && "kty" in key && key.kty === "RSA";
}
