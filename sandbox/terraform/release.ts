/** The releases of the two providers that there are stand-ins for. */

/** A release of authentik's provider. */
export type AuthentikRelease = "2026.5.0" | "2026.2.0";

/** The newest release of authentik's provider. */
export const NEWEST_AUTHENTIK: AuthentikRelease = "2026.5.0";

/** The release of restapi. */
export const RESTAPI = "3.0.0";
