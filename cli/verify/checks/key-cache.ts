import { X509Certificate } from "node:crypto";
import type { Check } from "../check";
import type { Facts } from "../facts";
import type { PublicKey } from "../observations";
import { notChecked, pass, warning } from "../outcome";

const DAY = 86_400_000;

/** EspoCRM's own `oidcJwksCachePeriod`. */
const DEFAULT_PERIOD = "10 minutes";

/** EspoCRM can't have older keys of authentik cached any more. */
export const keyCache: Check = {
  id: "key-cache",
  title: "EspoCRM's cached keys",
  after: "authentik",
  run: async (facts) => {
    const keys = await facts.keys.get();
    if (keys.length === 0) return notChecked("authentik publishes no key");
    const seen = await facts.settings.ifThere();
    const settings = seen?.settings ?? {};
    const period = periodOf(facts, settings);
    const change = changeOf(keys, facts);
    const now = facts.now();
    if (change === undefined || change.latest < now - period) {
      return pass("authentik's keys have not changed lately");
    }
    if (seen === undefined) return notChecked("EspoCRM does not tell when its cache was renewed");
    const renewed = Number(settings["cacheTimestamp"] ?? 0) * 1000;
    if (renewed >= change.earliest) {
      return pass("its cache was renewed after authentik's keys had changed");
    }
    const until = new Date(change.latest + period).toISOString().slice(11, 16);
    return warning(
      `authentik's keys changed ${ago(now - change.earliest)} ago at most: until ${until} UTC EspoCRM may know the old ones alone, and refuse every login with an empty 401`,
      `Wait, or clear its cache: npx espo-authentik clear-key-cache ${facts.declared.stack}`,
    );
  },
};

/** Between which times the keys changed; undefined where nothing tells. */
function changeOf(
  keys: readonly PublicKey[],
  { now, seenKeys }: Facts,
): { readonly earliest: number; readonly latest: number } | undefined {
  const record = seenKeys.see(keys.map(({ kid = "" }) => kid).sort(), now());
  if (record.before !== undefined) return { earliest: record.before, latest: record.since };
  const made = Math.max(...keys.map((key) => madeAt(key, now())));
  return Number.isFinite(made) ? { earliest: made, latest: made } : undefined;
}

/** When a key's certificate was made: authentik dates its own a day back. */
function madeAt({ x5c = [] }: PublicKey, now: number): number {
  const [certificate] = x5c;
  if (certificate === undefined) return -Infinity;
  try {
    const { validFrom } = new X509Certificate(Buffer.from(certificate, "base64"));
    const from = Date.parse(validFrom);
    return Math.max(...[from, from + DAY].filter((time) => time <= now));
  } catch {
    return -Infinity;
  }
}

/** How long EspoCRM caches keys, in milliseconds. */
function periodOf({ declared }: Facts, settings: Readonly<Record<string, unknown>>): number {
  const given = declared.settings.oidcJwksCachePeriod ?? settings["oidcJwksCachePeriod"];
  const [, count, unit] =
    /^\s*\+?(\d+)\s*(sec|min|hour|day)/.exec(typeof given === "string" ? given : DEFAULT_PERIOD) ??
    [];
  const units: Readonly<Record<string, number>> = { sec: 1, min: 60, hour: 3600, day: 86_400 };
  return Number(count ?? 10) * (units[unit ?? ""] ?? 60) * 1000;
}

const ago = (milliseconds: number): string => {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
};
