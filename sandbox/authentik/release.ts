/**
 * The release lines of authentik, spelled here and nowhere else in the sandbox. authentik's Terraform
 * provider is released on the same lines.
 */

/** How one release line differs from the others. */
export interface ReleaseTraits {
  /** OAuth2 providers have `grant_types`; one that is created without them allows none. */
  readonly grantTypes: boolean;
  /** Redirect URIs have a `redirect_uri_type`: `authorization` or `logout`. */
  readonly redirectUriType: boolean;
  /** Applications have `meta_hide`. */
  readonly metaHide: boolean;
  /** A provider without redirect URIs keeps the first one that a client uses. */
  readonly keepsFirstRedirectUri: boolean;
  /**
   * The end-session endpoint heeds `post_logout_redirect_uri` and `id_token_hint`, and ends the
   * application's access tokens.
   */
  readonly postLogoutRedirect: boolean;
  /** The discovery document says that front-channel logout is supported. */
  readonly announcesFrontchannel: boolean;
  /**
   * Answers have `pbm_uuid` (applications), `expires` and `expiring` (bindings), `dcr_registration`
   * (set-up URLs). By the API's schema of 2026.8.3, not recorded.
   */
  readonly answersOfAugust: boolean;
  /** Providers may have the grant type `token-exchange`. By the API's schema of 2026.8.3. */
  readonly tokenExchange: boolean;
}

/** The release lines, oldest first. */
const LINES = {
  "2026.2": {
    grantTypes: false,
    redirectUriType: false,
    metaHide: false,
    keepsFirstRedirectUri: true,
    postLogoutRedirect: false,
    announcesFrontchannel: false,
    answersOfAugust: false,
    tokenExchange: false,
  },
  "2026.5": {
    grantTypes: true,
    redirectUriType: true,
    metaHide: true,
    keepsFirstRedirectUri: false,
    postLogoutRedirect: true,
    announcesFrontchannel: true,
    answersOfAugust: false,
    tokenExchange: false,
  },
  "2026.8": {
    grantTypes: true,
    redirectUriType: true,
    metaHide: true,
    keepsFirstRedirectUri: false,
    postLogoutRedirect: true,
    announcesFrontchannel: true,
    answersOfAugust: true,
    tokenExchange: true,
  },
} as const satisfies Readonly<Record<string, ReleaseTraits>>;

/** A release line of authentik. */
export type Release = keyof typeof LINES;

/** The traits of each release line. */
export const TRAITS: Readonly<Record<Release, ReleaseTraits>> = LINES;

/** All release lines, oldest first. */
export const RELEASES = Object.keys(LINES) as readonly Release[];

/** The newest of them. */
export const NEWEST_RELEASE: Release = RELEASES.at(-1) ?? "2026.2";
