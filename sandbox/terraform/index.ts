export { chooseProviders, type ProviderChoice } from "./availability";
export { findTerraform, TerraformNotFound } from "./binary";
export type { AuthentikRelease } from "./release";
export { startProviders, type StandIns } from "./stand-ins";
