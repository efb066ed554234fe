/** What sets a release line of authentik apart where this project meets it. */
export interface ReleaseLine {
  /**
   * Version constraint of the Terraform provider `goauthentik/authentik`. Server and provider must be of
   * the same line: the provider's client is generated anew for each.
   */
  readonly providerVersion: string;
  /**
   * Version of the provider whose schema the bindings of this line were generated from. Of another line
   * than this one: derived from it and from the API's schema, not fetched (docs/versions.md).
   */
  readonly schema: string;
  /** Whether OAuth2 providers have `grant_types` and redirect URIs a `redirect_uri_type`. */
  readonly grantTypes: boolean;
  /** Whether applications can be hidden from the user's library (`meta_hide`). */
  readonly hiddenApplications: boolean;
  /** Whether a `post_logout_redirect_uri` alone may be answered with an error page (HTTP 400). */
  readonly refusesPostLogoutRedirect: boolean;
  /**
   * A key of an API answer that this line has and the line before it lacks: what a server says of its
   * line to whoever may not ask for its version. @default - the oldest line, which needs none
   */
  readonly sign?: {
    /** A list of the API, below `/api/v3/`. */
    readonly list: string;
    /** The key of each of its results. */
    readonly key: string;
  };
}

/** The lines that are supported, oldest first. Adding one: docs/versions.md. */
export const RELEASE_LINES = {
  "2026.2": {
    providerVersion: "~> 2026.2.0",
    schema: "2026.5.0",
    grantTypes: false,
    hiddenApplications: false,
    refusesPostLogoutRedirect: false,
  },
  "2026.5": {
    providerVersion: "~> 2026.5.0",
    schema: "2026.5.0",
    grantTypes: true,
    hiddenApplications: true,
    refusesPostLogoutRedirect: true,
    sign: { list: "providers/oauth2/", key: "grant_types" },
  },
  "2026.8": {
    providerVersion: "~> 2026.8.0",
    schema: "2026.5.0",
    grantTypes: true,
    hiddenApplications: true,
    refusesPostLogoutRedirect: true,
    sign: { list: "core/applications/", key: "pbm_uuid" },
  },
} as const satisfies Readonly<Record<string, ReleaseLine>>;

/** A release line that is supported. */
export type SupportedRelease = keyof typeof RELEASE_LINES;

/**
 * A release line of authentik: a supported one, or one that is newer than all of them, which is taken
 * for the newest, with a warning.
 */
export type AuthentikRelease = SupportedRelease | (`${number}.${number}` & Record<never, never>);

/** The supported lines, oldest first. */
export const SUPPORTED_RELEASES = Object.keys(RELEASE_LINES) as [
  SupportedRelease,
  ...SupportedRelease[],
];

/** The newest supported release line: the default. */
export const NEWEST_RELEASE = SUPPORTED_RELEASES.at(-1) ?? SUPPORTED_RELEASES[0];

/** What a release line looks like: year and month. */
export const RELEASE_FORM = /^\d{4}\.([1-9]|1[0-2])$/;

/** Months of a release line, to compare it by; `undefined` of what is none. */
function monthsOf(release: string): number | undefined {
  if (!RELEASE_FORM.test(release)) return undefined;
  const [year = 0, month = 0] = release.split(".").map(Number);
  return year * 12 + month;
}

/** Whether a release line is this one or a newer one; of what is no line it is not. */
export const releaseAtLeast = (release: string, line: string): boolean =>
  (monthsOf(release) ?? -Infinity) >= (monthsOf(line) ?? Infinity);

/** Whether a release line is supported: tested, not only taken for the newest. */
export const isSupported = (release: string): release is SupportedRelease =>
  Object.hasOwn(RELEASE_LINES, release);

/** Whether a release line is newer than all that are supported. */
export const isNewerThanSupported = (release: string): boolean =>
  releaseAtLeast(release, NEWEST_RELEASE) && release !== NEWEST_RELEASE;

/**
 * What is known of a release line. Of one that is newer than all supported ones: what is known of the
 * newest, with a Terraform provider of its own line. `undefined` for any other: an older one, or one in
 * between that there never was.
 * @param release the line, as a configuration names it
 */
export function releaseLine(release: string = NEWEST_RELEASE): ReleaseLine | undefined {
  if (isSupported(release)) return RELEASE_LINES[release];
  if (!isNewerThanSupported(release)) return undefined;
  return { ...RELEASE_LINES[NEWEST_RELEASE], providerVersion: `~> ${release}.0` };
}

/** What is known of a line that the rules have let pass. */
export function knownLine(release: AuthentikRelease): ReleaseLine {
  const line = releaseLine(release);
  if (line === undefined) throw new Error(`authentik ${release} is not supported.`);
  return line;
}

/** The supported line that is next to a release line, as new or newer; `undefined` where there is none. */
export const nextSupported = (release: string): SupportedRelease | undefined =>
  SUPPORTED_RELEASES.find((line) => releaseAtLeast(line, release));

/**
 * What to do about a release line that is not supported; `undefined` for one that is, for a newer one,
 * and for what is no line. It names the nearest newer line, never an older one: with it everything would
 * be planned and applied, and nobody could log in.
 */
export function unsupportedRelease(release: string): string | undefined {
  const newer = nextSupported(release);
  return newer === undefined || newer === release
    ? undefined
    : `upgrade authentik to ${newer}, and write "${newer}": ${release} is not supported`;
}
