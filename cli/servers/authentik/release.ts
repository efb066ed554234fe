import { z } from "zod";
import { RELEASE_LINES, type SupportedRelease, SUPPORTED_RELEASES } from "../../../lib/declaration";
import { ServerFault } from "../http/server-fault";
import type { Authentik } from "./authentik";

/** What is known of a live server's release line: exactly that, and never more. */
export type LiveRelease =
  | {
      readonly kind: "known";
      /** Its release line: `2026.5`. */
      readonly line: string;
      /** Its version: `2026.5.6`, `2026.5.0-rc1`. */
      readonly version: string;
    }
  | {
      readonly kind: "between";
      /** It is of this line or of a newer one. @default - it may be older than all that are supported */
      readonly atLeast?: SupportedRelease;
      /** It is older than this line. @default - it may be newer than all that are supported */
      readonly olderThan?: SupportedRelease;
      /** What that was seen by, in words. */
      readonly by: string;
    }
  | {
      readonly kind: "unknown";
      /** Why it could not be known, in words. */
      readonly why: string;
    };

/** One way to see it. */
interface Look {
  /** Which of the server's addresses is asked. */
  readonly at: "api" | "url";
  /** Asks. */
  readonly ask: (authentik: Authentik) => Promise<LiveRelease>;
}

/**
 * Asks an authentik which release line it is of: its version, which every accepted token may read; else
 * what its pages tell strangers; else its API's schema; else keys of answers that only newer lines have.
 * A fault of the server is no error here: the line is then unknown, and it is said why.
 */
export async function liveRelease(authentik: Authentik): Promise<LiveRelease> {
  const reasons: string[] = [];
  const silent = new Set<string>();
  for (const { ask, at } of [VERSION_ENDPOINT, PAGE, SCHEMA, SIGNS]) {
    const { origin } = new URL(authentik.access[at]);
    if (silent.has(origin)) continue; // It would take as long again.
    try {
      const seen = await ask(authentik);
      if (seen.kind !== "unknown") return seen;
      reasons.push(seen.why);
    } catch (error) {
      if (!(error instanceof ServerFault)) throw error;
      if (error.isSilence) silent.add(origin);
      reasons.push(`${error.happened} (${new URL(error.url).pathname})`);
    }
  }
  return { kind: "unknown", why: reasons.join("; ") };
}

/** `2026.5.6`, `2026.5.0-rc1`. */
const VERSION = /^(\d{4}\.\d{1,2})\.\d+(?:[-+.\w]*)$/;

function known(version: string, where: string): LiveRelease {
  const line = VERSION.exec(version)?.[1];
  if (line !== undefined) return { kind: "known", line, version };
  return { kind: "unknown", why: `calls its version ${JSON.stringify(version)} (${where})` };
}

const versionSchema = z.looseObject({ version_current: z.string().max(40) });

/** Asks for nothing but a token that is accepted. */
const VERSION_ENDPOINT: Look = {
  at: "api",
  ask: async (authentik) => {
    const path = "admin/version/";
    const answer = await authentik.one(path, versionSchema);
    if (answer === undefined) return { kind: "unknown", why: `has no ${path}` };
    return known(answer.version_current, path);
  },
};

/** Scripts and styles of authentik's own pages carry its version in their names. */
const ASSET = /\/static\/dist\/[\w./-]*?-(\d{4}\.\d{1,2}\.\d+[\w.+-]*?)\.(?:css|js)["']/g;

/** A page for strangers; where there is no such flow, the page that says so tells the version, too. */
const PAGE: Look = {
  at: "url",
  ask: async (authentik) => {
    const path = "/if/flow/default-authentication-flow/";
    const { body } = await authentik.send({ url: `${authentik.access.url}${path}` });
    const [version, ...others] = new Set(Array.from(body.matchAll(ASSET), ([, found]) => found));
    if (version === undefined) return { kind: "unknown", why: `says no version on ${path}` };
    if (others.length > 0) return { kind: "unknown", why: `names several versions on ${path}` };
    return known(version, path);
  },
};

const apiSchema = z.looseObject({ info: z.looseObject({ version: z.string().max(40) }) });

/** Large, and slow at the first time: asked only where nothing else tells. */
const SCHEMA: Look = {
  at: "api",
  ask: async (authentik) => {
    const path = "schema/?format=json";
    const answer = await authentik.one(path, apiSchema);
    if (answer === undefined) return { kind: "unknown", why: `has no ${path}` };
    return known(answer.info.version, path);
  },
};

const keysOf = z.record(z.string(), z.unknown()).transform((row) => Object.keys(row));

/** The newest lines first: the first key that is there says at least which line it is. */
const SIGNS: Look = { at: "api", ask: bySigns };

async function bySigns(authentik: Authentik): Promise<LiveRelease> {
  let olderThan: SupportedRelease | undefined;
  let by = "";
  for (const line of [...SUPPORTED_RELEASES].reverse()) {
    const traits = RELEASE_LINES[line];
    if (!("sign" in traits)) continue;
    const { key, list } = traits.sign;
    const [keys] = await authentik.firstOf(list, { page_size: "1" }, keysOf);
    if (keys === undefined) continue; // It has none of these: nothing is seen.
    if (keys.includes(key)) {
      const older = olderThan === undefined ? {} : { olderThan };
      return { kind: "between", atLeast: line, ...older, by: `what it lists has ${key} (${list})` };
    }
    olderThan = line;
    by = `what it lists has no ${key} (${list})`;
  }
  if (olderThan !== undefined) return { kind: "between", olderThan, by };
  return { kind: "unknown", why: "lists nothing that its line could be seen by" };
}
