import { setTimeout as sleep } from "node:timers/promises";
import type { AuthToken } from "./auth-tokens";
import { CODE_USER_NAME, signInWithCode } from "./oidc/sign-in";
import { isTruthy } from "./php";
import type { EspoCrmState } from "./state";
import { isAdmin, type User } from "./users";

/** What a request logs in with. */
export interface LoginAttempt {
  /** User name; null with an API key. */
  readonly userName: string | null;
  /** Password or auth token; null with an API key. */
  readonly password: string | null;
  /** The active auth token that the password is; undefined if it is none. */
  readonly token: AuthToken | undefined;
  /** `X-Api-Key`; undefined without it. */
  readonly apiKey: string | undefined;
  /** `X-Oidc-Authorization-Nonce`; undefined without it. */
  readonly nonce: string | undefined;
  /** Id of the PHP session; undefined without its cookie. */
  readonly session: string | undefined;
}

/** Decides who logs in; undefined refuses. */
export type LoginMethod = (state: EspoCrmState, attempt: LoginAttempt) => Promise<User | undefined>;

const withPassword: LoginMethod = async (state, { userName, password, token }) => {
  const user = userName === null ? undefined : state.users.find(userName, state.portal?.id);
  if (user === undefined) return undefined;
  if (token !== undefined) {
    return token.userId === user.id && token.password === user.password ? user : undefined;
  }
  await sleep(state.passwordCost, undefined, { ref: false });
  return user.password !== null && user.password === password ? user : undefined;
};

/** Sign-in by authorization code, and the password fallback of OpenID Connect. */
const withOidc: LoginMethod = async (state, attempt) => {
  if (attempt.userName === CODE_USER_NAME) {
    return attempt.password ? signInWithCode(state, attempt.password, attempt) : undefined;
  }
  if (attempt.token !== undefined) return withPassword(state, attempt);
  if (!isTruthy(state.settings.get("oidcFallback"))) return undefined;
  const user = await withPassword(state, attempt);
  const allowed = isAdmin(user) || isTruthy(state.settings.get("oidcAllowRegularUserFallback"));
  return allowed ? user : undefined;
};

/** There is no LDAP server in the sandbox: then EspoCRM lets administrators in by password only. */
const withLdap: LoginMethod = async (state, attempt) => {
  const user = await withPassword(state, attempt);
  return attempt.token !== undefined || isAdmin(user) ? user : undefined;
};

const withApiKey: LoginMethod = (state, { apiKey }) =>
  Promise.resolve(apiKey === undefined ? undefined : state.users.findByApiKey(apiKey));

/** No user of the sandbox has an HMAC key. */
const withHmac: LoginMethod = () => Promise.resolve(undefined);

const METHODS = new Map<string, LoginMethod>([
  ["Espo", withPassword],
  ["Oidc", withOidc],
  ["LDAP", withLdap],
  ["ApiKey", withApiKey],
  ["Hmac", withHmac],
]);

/** The log-in of an authentication method; undefined if EspoCRM has no class for it. */
export function loginMethod(name: string): LoginMethod | undefined {
  return METHODS.get(name) ?? METHODS.get(name.replace(/[^a-zA-Z0-9]/g, ""));
}
