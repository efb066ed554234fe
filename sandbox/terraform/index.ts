export type { AvailabilityOptions, ProviderChoice, ProvidersInUse } from "./availability";
export { chooseProviders } from "./availability";
export { findTerraform, TerraformNotFound } from "./binary";
export type { EmptyMirror } from "./empty-mirror";
export { createEmptyMirror } from "./empty-mirror";
export type { AuthentikRelease } from "./release";
export { NEWEST_AUTHENTIK } from "./release";
export type { StandInOptions, StandIns } from "./stand-ins";
export { startProviders } from "./stand-ins";
