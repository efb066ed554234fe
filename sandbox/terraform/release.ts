/** The releases of the two providers that there are stand-ins for. */
import { NEWEST_RELEASE, type Release, RELEASES } from "../authentik/release";

/** A release of authentik's provider: the first of each release line. */
export type AuthentikRelease = `${Release}.0`;

/** The newest release of authentik's provider. */
export const NEWEST_AUTHENTIK: AuthentikRelease = `${NEWEST_RELEASE}.0`;

/** The release of authentik's provider whose schema is pinned; those of the others are derived from it. */
export const PINNED_AUTHENTIK = "2026.5.0" satisfies AuthentikRelease;

/** The release line of authentik that goes with it. */
export const PINNED_LINE = "2026.5" satisfies Release;

/** The release of restapi. */
export const RESTAPI = "3.0.0";

/** The release line that a release of authentik's provider belongs to. */
export const lineOf = (release: AuthentikRelease): Release =>
  RELEASES.find((line) => release === `${line}.0`) ?? NEWEST_RELEASE;
