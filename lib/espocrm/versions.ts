/** What is known of a version line of EspoCRM: major and minor number. */
export interface EspoCrmLine {
  /** The release of the line that all of this was tried on. */
  readonly tried: string;
}

/**
 * The supported version lines, oldest first. Its Settings API is the same in all of them, and in those
 * back to 7.3 by reading; what sets a line apart are settings of its own (`since` in their rows).
 */
export const ESPOCRM_LINES = {
  "9.3": { tried: "9.3.9" },
  "10.0": { tried: "10.0.0" },
} as const satisfies Readonly<Record<string, EspoCrmLine>>;

/** A supported version line of EspoCRM. */
export type EspoCrmVersion = keyof typeof ESPOCRM_LINES;

/** What a version of EspoCRM is to us. */
export type EspoCrmSupport =
  | {
      /** Its line is supported. */
      readonly kind: "supported";
    }
  | {
      /** It is older or newer than all lines, or between two of them. */
      readonly kind: "older" | "newer" | "between";
    }
  | {
      /** It is none: EspoCRM does not say, or a source checkout was not built (`@@version`). */
      readonly kind: "unknown";
    };

/** The supported range in words: `9.3 and 10.0`. */
export const ESPOCRM_RANGE: string = Object.keys(ESPOCRM_LINES)
  .join(", ")
  .replace(/, ([^,]*)$/, " and $1");

/** Whether a version is supported, as EspoCRM states it in its setting `version`. */
export function espocrmSupport(version: unknown): EspoCrmSupport {
  const line = lineOf(version);
  if (line === undefined) return { kind: "unknown" };
  const places = Object.keys(ESPOCRM_LINES).map((known) => place(lineOf(known) ?? [0, 0]));
  const own = place(line);
  if (places.includes(own)) return { kind: "supported" };
  if (own < Math.min(...places)) return { kind: "older" };
  return { kind: own > Math.max(...places) ? "newer" : "between" };
}

/** Whether a version has what came with a line; `undefined` where nobody knows. */
export function hasLine(version: unknown, since: EspoCrmVersion): boolean | undefined {
  const [own, first] = [lineOf(version), lineOf(since)];
  return own === undefined || first === undefined ? undefined : place(own) >= place(first);
}

type Line = readonly [major: number, minor: number];

function lineOf(version: unknown): Line | undefined {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})(?:[.-]|$)/.exec(String(version)) ?? [];
  return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
}

const place = ([major, minor]: Line): number => major * 10_000 + minor;
