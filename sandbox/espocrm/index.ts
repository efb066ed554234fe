export type { AuthToken } from "./auth-tokens";
export type { Log, LogLine } from "./log";
export type { LoginRecord } from "./login-log";
export type { SessionKeeping } from "./php-sessions";
export { ESPOCRM_RELEASES, type EspoCrmRelease } from "./release";
export * from "./server";
export type { SettingsData } from "./settings";
export { EXAMPLE_USERS, type EspoCrmSeed, type EspoCrmState } from "./state";
export type { Team, User, UserSeed } from "./users";
