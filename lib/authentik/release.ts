/**
 * A release line of authentik. Server and Terraform provider must be of the same line: the provider's
 * client is generated anew for each.
 */
export type AuthentikRelease = "2026.2" | "2026.5";

/** What sets a release line apart where this project meets it. */
export interface ReleaseLine {
  /** Version constraint of the Terraform provider `goauthentik/authentik`. */
  readonly providerVersion: string;
  /** Whether OAuth2 providers have `grant_types` and redirect URIs a `redirect_uri_type`. */
  readonly grantTypes: boolean;
  /** Whether applications can be hidden from the user's library (`meta_hide`). */
  readonly hiddenApplications: boolean;
}

/** The supported release lines, oldest first. */
export const RELEASE_LINES: Readonly<Record<AuthentikRelease, ReleaseLine>> = {
  "2026.2": { providerVersion: "~> 2026.2.0", grantTypes: false, hiddenApplications: false },
  "2026.5": { providerVersion: "~> 2026.5.0", grantTypes: true, hiddenApplications: true },
};

/**
 * What is known of a release line; `undefined` for one that is not supported.
 * @param release the line, as a configuration names it
 */
export const releaseLine = (release: string = NEWEST_RELEASE): ReleaseLine | undefined =>
  Object.entries(RELEASE_LINES).find(([line]) => line === release)?.[1];

/** The newest supported release line: the default. */
export const NEWEST_RELEASE: AuthentikRelease = "2026.5";

/** Year and month of a release line; `undefined` of what is none. */
function monthsOf(release: string): number | undefined {
  const [, year, month] = /^(\d{4})\.(\d{1,2})$/.exec(release) ?? [];
  return year === undefined ? undefined : Number(year) * 12 + Number(month);
}

/**
 * What to do about a release line that is not supported; `undefined` for what is no line. Never an older
 * one: with it everything is planned and applied, and nobody can log in.
 */
export function unsupportedRelease(release: string): string | undefined {
  const months = monthsOf(release);
  if (months === undefined) return undefined;
  const newer = Object.keys(RELEASE_LINES).find((line) => (monthsOf(line) ?? 0) >= months);
  if (newer === undefined)
    return `use a version of espo-authentik that knows authentik ${release}; an older line in its place may be planned and applied, and nobody can log in`;
  return `upgrade authentik to ${newer}, and write "${newer}": ${release} is not supported`;
}
