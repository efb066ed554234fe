/**
 * What follows from an integration's declaration alone: its defaults, its addresses, the settings that it
 * wants. Loads neither CDKTF nor CDK Terrain: commands start fast, and run
 * where only the other one is installed.
 */
export { withoutTrailingSlash } from "./address";
export { type Endpoints, endpointsOf, issuerOf } from "./authentik/endpoints";
export type { AuthorizationPrompt } from "./espocrm/props";
export { type Logout, logoutOf } from "./authentik/logout-flows";
export type { Reference, SubjectMode } from "./authentik/props";
export {
  type AuthentikRelease,
  isNewerThanSupported,
  isSupported,
  NEWEST_RELEASE,
  nextSupported,
  releaseAtLeast,
  RELEASE_LINES,
  releaseLine,
  SUPPORTED_RELEASES,
  type SupportedRelease,
  unsupportedRelease,
} from "./authentik/release";
export {
  ESPOCRM_LINES,
  ESPOCRM_RANGE,
  type EspoCrmVersion,
  espocrmSupport,
  hasLine,
} from "./espocrm/versions";
export { backchannelLogoutUri, redirectUri, siteUrl } from "./espocrm/addresses";
export { type ManagedSettings, managedSettings } from "./espocrm/settings";
export { isUuid, seconds } from "./fields/forms";
export { resolved, type ResolvedIntegration } from "./fields/resolved";
export { page } from "./pages";
export { namesSecretVariable } from "./secret-names";
export type { EspoAuthentikIntegrationProps, EspoAuthentikStackProps } from "./props";
