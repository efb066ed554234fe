/** Names of the checks, in the order in which they are shown. They are stable. */
export const CHECK_IDS = [
  "authentik",
  "release",
  "authentik-api",
  "espocrm",
  "espocrm-settings",
  "undeclared-settings",
  "maintenance",
  "site-url",
  "redirect-uri",
  "authorization",
  "access",
  "client-secret",
  "signing-key",
  "key-cache",
  "scopes",
  "user-name",
  "logout",
  "back-channel-logout",
  "clocks",
  "login",
] as const;

/** Name of a check. */
export type CheckId = (typeof CHECK_IDS)[number];
