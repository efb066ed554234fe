import { EspoError } from "./errors";
import { characters, jsonEncode } from "./php";
import type { SettingsData } from "./settings";

/** A check of one value; the name of the failed check, or undefined. Null is checked as well. */
type Check = (value: unknown) => string | undefined;

const MAX_LENGTH = 255;
const MAX_ITEM_LENGTH = 100;

/** EspoCRM measures and matches the text that PHP makes of a value. */
function asText(value: unknown): string {
  if (Array.isArray(value)) return "Array";
  if (typeof value === "object" && value !== null) return "Object";
  if (typeof value === "boolean") return value ? "1" : "";
  return typeof value === "string" || typeof value === "number" ? `${value}` : "";
}

const text: Check = (value) => (characters(asText(value)) > MAX_LENGTH ? "maxLength" : undefined);

const password: Check = (value) => {
  if (value !== null && typeof value !== "string") return "valid";
  return text(value);
};

/** The scheme is optional, a dot is not; `[`, `]` and blanks are nowhere allowed. */
const URL_PATTERN =
  /^(?:[a-z0-9]+:\/\/)?[a-z0-9%./?:@\-_=#$!+*()',]+\.[a-z0-9%&./?:@\-_=#$!+*()',~]*\n?$/i;

const url: Check = (value) => {
  if (value === null) return undefined;
  return text(value) ?? (URL_PATTERN.test(asText(value)) ? undefined : "valid");
};

const oneOf =
  (options: readonly string[]): Check =>
  (value) =>
    options.includes(asText(value)) ? undefined : "valid";

const listOf =
  (options?: readonly string[]): Check =>
  (value) => {
    if (value === null) return undefined;
    if (!Array.isArray(value)) return "array";
    const items = value.filter((item) => typeof item === "string");
    if (items.length < value.length) return "arrayOfString";
    if (options !== undefined && items.some((item) => !options.includes(item))) return "valid";
    return items.some((item) => characters(item) > MAX_ITEM_LENGTH) ? "maxItemLength" : undefined;
  };

/**
 * The checks of the settings that matter to authentication, in EspoCRM's order. It has more for
 * other settings; those are not imitated. Booleans, teams and unknown keys have none.
 */
const CHECKS: Readonly<Record<string, Check>> = {
  authenticationMethod: text,
  siteUrl: text,
  applicationName: text,
  oidcClientId: text,
  oidcClientSecret: password,
  oidcAuthorizationEndpoint: url,
  oidcUserInfoEndpoint: url,
  oidcTokenEndpoint: url,
  oidcJwksEndpoint: url,
  oidcJwtSignatureAlgorithmList: listOf(["RS256", "RS384", "RS512", "HS256", "HS384", "HS512"]),
  oidcScopes: listOf(),
  oidcGroupClaim: text,
  oidcUsernameClaim: text,
  oidcLogoutUrl: text,
  oidcAuthorizationPrompt: oneOf(["none", "consent", "login", "select_account"]),
};

/** Refuses a patch, whole, at its first invalid value. */
export function validate(patch: SettingsData, entityType = "Settings"): void {
  for (const [field, check] of Object.entries(CHECKS)) {
    if (!Object.hasOwn(patch, field)) continue;
    const type = check(patch[field]);
    if (type !== undefined) throw refuseInvalid(entityType, field, type);
  }
}

/** EspoCRM's refusal of a value: the name of the failed check is the type. */
export function refuseInvalid(entityType: string, field: string, type: string): EspoError {
  return new EspoError(
    400,
    `Field validation failure; entityType: ${entityType}, field: ${field}, type: ${type}.`,
    jsonEncode({
      messageTranslation: { label: "validationFailure", scope: null, data: { field, type } },
    }),
  );
}
