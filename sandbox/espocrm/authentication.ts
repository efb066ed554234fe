import type { FastifyReply, FastifyRequest } from "fastify";
import type { AuthToken } from "./auth-tokens";
import { cookie, header, readCredentials, type Credentials } from "./credentials";
import { EspoError, fatal, maintenance } from "./errors";
import { loginMethod } from "./login-methods";
import { isTruthy } from "./php";
import { SESSION_COOKIE } from "./php-sessions";
import type { EspoCrmState } from "./state";
import { isAdmin, type User } from "./users";

/** A logged-in user. */
export interface Session {
  /** Who is logged in. */
  readonly user: User;
  /** The session's auth token, only of requests with `Espo-Authorization`. */
  readonly token: AuthToken | undefined;
}

/** Logs a request in, where it must be; without or with wrong credentials it is 401. */
export async function requireLogin(
  state: EspoCrmState,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Session> {
  const credentials = readCredentials(request.headers);
  if (credentials === undefined) throw unauthorized(request);
  const session = await login(state, credentials, request, reply);
  if (session === undefined) throw new EspoError(401);
  return session;
}

/** Logs a request in, where it need not be: wrong credentials count as none. */
export async function tryLogin(
  state: EspoCrmState,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Session | undefined> {
  const credentials = readCredentials(request.headers);
  return credentials === undefined ? undefined : login(state, credentials, request, reply);
}

/** Asks a browser for credentials, a script not. */
function unauthorized({ headers, method }: FastifyRequest): EspoError {
  const isScript = header(headers, "x-requested-with")?.toLowerCase() === "xmlhttprequest";
  const showDialog = !isScript && headers.referer === undefined && method !== "POST";
  return new EspoError(401, null, "", showDialog ? { "www-authenticate": 'Basic realm=""' } : {});
}

async function login(
  state: EspoCrmState,
  credentials: Credentials,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Session | undefined> {
  const { headers, ip } = request;
  const byMethod = credentials.kind === "method";
  const byToken = header(headers, "espo-authorization-by-token") === "true";

  if ((byMethod || !byToken) && state.loginLog.isOverLimit(ip)) throw new EspoError(403);
  if (byMethod && byToken) return undefined;

  const password = passwordOf(credentials);
  const found = password === null ? undefined : foundToken(state, password, request);
  // One of a portal counts there alone.
  if (found?.isActive === true && found.portalId !== (state.portal?.id ?? null)) return undefined;
  const token = found?.isActive === true ? found : undefined;
  if ((byToken || credentials.kind === "cookie") && token === undefined) return undefined;

  const method = byMethod ? credentials.method : state.settings.authenticationMethod();
  const decide = loginMethod(method);
  if (decide === undefined) throw fatal();

  const userName = userNameOf(state, credentials, token);
  const apiKey = header(headers, "x-api-key");
  const nonce = header(headers, "x-oidc-authorization-nonce");
  const session = cookie(headers, SESSION_COOKIE);
  const user = await decide(state, { userName, password, token, apiKey, nonce, session });
  if (user !== undefined && !isAdmin(user) && isInMaintenance(state)) throw maintenance();
  const isDenied = user?.isActive !== true;
  if (found === undefined) {
    const name = userName ?? user?.userName ?? null;
    state.loginLog.record({ userName: name, ipAddress: ip, method, isDenied });
  }
  if (user === undefined || isDenied) return undefined;

  if (header(headers, "espo-authorization") === undefined) return { user, token: undefined };
  return { user, token: token ?? newToken(state, user, request, reply) };
}

const isInMaintenance = ({ settings }: EspoCrmState): boolean =>
  isTruthy(settings.get("maintenanceMode"));

function passwordOf(credentials: Credentials): string | null {
  if (credentials.kind === "method") return null;
  return credentials.kind === "cookie" ? credentials.token : credentials.password;
}

function userNameOf(
  state: EspoCrmState,
  credentials: Credentials,
  token: AuthToken | undefined,
): string | null {
  if (credentials.kind === "password") return credentials.userName;
  return token === undefined ? null : (state.users.findById(token.userId)?.userName ?? null);
}

/** The auth token of this text; one with a secret only together with its cookie. */
function foundToken(
  state: EspoCrmState,
  text: string,
  { headers }: FastifyRequest,
): AuthToken | undefined {
  const token = state.tokens.find(text);
  if (token === undefined || token.secret === null) return token;
  return cookie(headers, "auth-token-secret") === token.secret ? token : undefined;
}

function newToken(
  state: EspoCrmState,
  user: User,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): AuthToken {
  const withSecret = header(headers, "espo-authorization-create-token-secret") === "true";
  const token = state.tokens.create(user, withSecret, state.portal?.id);
  if (token.secret !== null) setSecretCookie(reply, token.secret, state.now() + 1000 * 86_400_000);
  return token;
}

/** Sets the cookie of an auth token's secret; a time in the past removes it. */
export function setSecretCookie(reply: FastifyReply, value: string, expires: number): void {
  const date = new Date(expires).toUTCString();
  reply.header(
    "set-cookie",
    `auth-token-secret=${value}; path=/; expires=${date}; HttpOnly; SameSite=Lax`,
  );
}
