/** Settings that everybody sees, logged in or not, beside `logoSrc` and `loginData`. */
export const PUBLIC_SETTINGS: ReadonlySet<string> = new Set([
  "aclAllowDeleteCreated",
  "appTimestamp",
  "applicationName",
  "cacheTimestamp",
  "companyLogoId",
  "dateFormat",
  "decimalMark",
  "language",
  "maintenanceMode",
  "siteUrl",
  "theme",
  "thousandSeparator",
  "timeFormat",
  "timeZone",
  "useCache",
  "useWebSocket",
  "weekStart",
]);

/** Settings that can be written and never read. */
export const INTERNAL_SETTINGS: ReadonlySet<string> = new Set([
  "ldapPassword",
  "oidcClientSecret",
  "smtpPassword",
]);

/** Settings that a write leaves out without a word. */
export const UNWRITABLE_SETTINGS: ReadonlySet<string> = new Set([
  "adminItems",
  "authAnotherUserDisabled",
  "authFailedAttemptsPeriod",
  "authLogDisabled",
  "authMaxFailedAttemptNumber",
  "authTokenSecretDisabled",
  "cryptKey",
  "currencyRates",
  "database",
  "defaultFileStorage",
  "globalItems",
  "instanceId",
  "isDeveloperMode",
  "isInstalled",
  "loginData",
  "loginView",
  "passwordSalt",
  "restrictedMode",
  "systemItems",
  "systemUserId",
  "userNameRegularExpression",
]);

const ADMIN_FAMILIES =
  /^(?:adminNotifications|cleanup(?!AuthTokenPeriod)|daemon|job|ldap|massEmailMax|oidc|smtp)/;

const ADMIN_SETTINGS: ReadonlySet<string> = new Set([
  "authenticationMethod",
  "authTokenLifetime",
  "authTokenMaxIdleTime",
  "cronMinInterval",
  "currencyNoJoinMode",
  "customPrefixDisabled",
  "defaultFileStorage",
  "emailAddressEntityLookupDefaultOrder",
  "emailAutoReplyLimit",
  "emailAutoReplySuppressPeriod",
  "emailScheduledBatchCount",
  "inboundEmailMaxPortionSize",
  "maxEmailAccountCount",
  "personalEmailMaxPortionSize",
  "phoneNumberEntityLookupDefaultOrder",
  "smsProvider",
  "starsLimit",
  "streamEmailWithContentEntityTypeList",
]);

/** Settings of the shared outbound address: hidden from users who may not send e-mail. */
const SENDER_SETTINGS: ReadonlySet<string> = new Set([
  "outboundEmailBccAddress",
  "outboundEmailFromAddress",
  "outboundEmailFromName",
]);

/** Whether a user without any role, regular or api, sees a setting. Unknown ones are seen. */
export function isSeenByUsers(key: string): boolean {
  return !ADMIN_SETTINGS.has(key) && !ADMIN_FAMILIES.test(key) && !SENDER_SETTINGS.has(key);
}
