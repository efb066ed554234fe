import {
  isNewerThanSupported,
  isSupported,
  NEWEST_RELEASE,
  releaseAtLeast,
  releaseLine,
  SUPPORTED_RELEASES,
  unsupportedRelease,
} from "../../../lib/declaration";
import type { LiveRelease } from "./release";

/** A server that is of another release line than its declaration. */
export interface ReleaseMismatch {
  /** What the server is, as the rest of a sentence that begins with it. */
  readonly is: string;
  /** What is declared, and what comes of it. */
  readonly declared: string;
  /** What to do. */
  readonly fix: string;
}

/** Whether a server is of the declared release line; where that can't be known, why. */
export type ReleaseMatch = "same" | ReleaseMismatch | { readonly unknown: string };

/**
 * Compares a declared release line with the server's. A fix names a supported line that is as new as the
 * server or newer, or says that there is none: with an older one everything would be planned and applied,
 * and nobody could log in.
 * @param release the declared line
 */
export function matchRelease(release: string, live: LiveRelease): ReleaseMatch {
  if (live.kind === "unknown") return { unknown: `authentik ${live.why}` };
  if (live.kind === "between") return matchRange(release, live);
  if (live.line === release) return "same";
  return {
    is: `is ${live.version}`,
    declared: declared(release, live.line),
    fix: fixFor(live.line, release),
  };
}

function matchRange(
  release: string,
  { atLeast, by, olderThan }: Extract<LiveRelease, { kind: "between" }>,
): ReleaseMatch {
  const isOlder = atLeast !== undefined && !releaseAtLeast(release, atLeast);
  const isNewer = olderThan !== undefined && releaseAtLeast(release, olderThan);
  const is = [
    ...(atLeast === undefined ? [] : [`is of line ${atLeast} or a newer one`]),
    ...(olderThan === undefined ? [] : [`is older than ${olderThan}`]),
  ].join(", and ");
  if (!isOlder && !isNewer) {
    return { unknown: `authentik ${is}: ${by}; more it does not say` };
  }
  const possible = SUPPORTED_RELEASES.filter(
    (line) =>
      (atLeast === undefined || releaseAtLeast(line, atLeast)) &&
      (olderThan === undefined || !releaseAtLeast(line, olderThan)),
  );
  return {
    is: `${is}: ${by}`,
    declared: declared(release, possible.at(-1) ?? "an older line"),
    fix: `write the line that authentik's admin interface shows as authentik.release: ${possible.map((line) => `"${line}"`).join(" or ")}`,
  };
}

/** What is declared, and what comes of it. */
function declared(release: string, live: string): string {
  const meant =
    release === NEWEST_RELEASE ? `${release} (what is meant where release is left out)` : release;
  const isOlder = releaseAtLeast(live, release);
  const [declaredHas, liveHas] = [release, live].map((line) => releaseLine(line)?.grantTypes);
  const comes =
    declaredHas === false && liveHas === true
      ? "its Terraform provider leaves out the grant types, and nobody can log in"
      : declaredHas === true && liveHas === false
        ? "its Terraform provider plans the same change of the redirect URIs for ever"
        : isOlder
          ? "its Terraform provider may refuse what a newer authentik answers, or leave out what it needs"
          : "its Terraform provider may refuse what an older authentik answers, or plan what it does not have again and again";
  return `the configuration says ${meant}: ${comes}`;
}

/** A line to write, a version to use, or that it is not supported. */
function fixFor(live: string, release: string): string {
  if (isSupported(live)) {
    const upgrade = releaseAtLeast(release, live) ? `, or upgrade authentik to ${release}` : "";
    return `write "${live}" as authentik.release${upgrade}`;
  }
  if (isNewerThanSupported(live)) {
    return `use a version of espo-authentik that knows authentik ${live}; until there is one, "${live}" as authentik.release is taken for ${NEWEST_RELEASE}, which nobody tested`;
  }
  return unsupportedRelease(live) ?? `${live} is not supported`;
}
