/** The scopes that the guide asks for. */
export const DEFAULT_SCOPES: readonly string[] = ["openid", "profile", "email"];
