export { hasAccess, hasEntitlement } from "./policies/engine";
export type { LogoutDelivery } from "./oidc/backchannel-logout";
export { NEWEST_RELEASE, type Release, RELEASES } from "./release";
export * from "./server";
export type { AuthentikState } from "./state/authentik-state";
export type * from "./state/models";
export type { AuthentikSeed } from "./state/seed-schema";
export { EXAMPLE } from "./state/shipped";
