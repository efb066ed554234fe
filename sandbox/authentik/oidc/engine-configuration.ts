import { generateKeyPairSync } from "node:crypto";
import type { Adapter, AllClientMetadata, Configuration, ResponseType } from "oidc-provider";
import type { Sessions } from "../flows/sessions";
import type { AuthentikState } from "../state/authentik-state";
import { secondsOf } from "./duration";
import type { Storage } from "./storage";

/** Stands for every client's redirect URI inside the engine. */
export const CALLBACK = "https://client.invalid/callback";

/** Headers of requests to the engine that say what they are about. */
export const HEADER = { grant: "x-sandbox-grant", origin: "x-sandbox-origin" } as const;

/** The engine's name for its own session cookie. */
export const SESSION_COOKIE = "_session";

const RESPONSE_TYPES: ResponseType[] = [
  "code",
  "id_token token",
  "code token",
  "code id_token",
  "code id_token token",
];

/** Settings of a provider that say how long something is good for. */
type Validity = "access_code_validity" | "access_token_validity" | "refresh_token_validity";

/**
 * How oidc-provider is set up: it asks nobody anything, knows authentik's clients and sessions, and
 * looks every setting up when it needs it.
 */
export function engineConfiguration(
  state: AuthentikState,
  sessions: Sessions,
  storage: Storage,
): Configuration {
  const providerOf = (client: { readonly clientId: string } | undefined) =>
    state.providers.get(Number(client?.clientId));
  const ttl =
    (setting: Validity) =>
    (_context: unknown, _token: unknown, client: { readonly clientId: string }): number =>
      Math.max(1, secondsOf(providerOf(client)?.[setting] ?? ""));
  return {
    adapter: (name: string) => adapterOf(name, state, sessions, storage),
    // Never signs anything, but the engine does not start without one.
    jwks: { keys: [unusedKey()] },
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    cookies: { keys: [], names: { session: SESSION_COOKIE } },
    responseTypes: RESPONSE_TYPES,
    scopes: ["openid"],
    pkce: { required: () => false },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    interactions: { policy: [] },
    // Codes and tokens outlive the session; what ends with it, authentik's rules end.
    expiresWithSession: () => false,
    findAccount: (_context, accountId) => {
      const known = state.users.get(Number(accountId))?.is_active === true;
      return known ? { accountId, claims: () => ({ sub: accountId }) } : undefined;
    },
    issueRefreshToken: (_context, _client, { grantId }) =>
      storage.authorizationOf(grantId)?.scopes.includes("offline_access") ?? false,
    rotateRefreshToken: ({ oidc }) => {
      const threshold = secondsOf(providerOf(oidc.client)?.refresh_token_threshold ?? "");
      const left = (oidc.entities.RefreshToken?.exp ?? 0) - Date.now() / 1000;
      return threshold === 0 || left < threshold;
    },
    ttl: {
      AuthorizationCode: ttl("access_code_validity"),
      AccessToken: ttl("access_token_validity"),
      RefreshToken: ttl("refresh_token_validity"),
      IdToken: ttl("access_token_validity"),
      Grant: 10 * 365 * 86_400,
      Session: 86_400,
      Interaction: 3600,
    },
    renderError: (context) => {
      context.body = "";
    },
  };
}

function adapterOf(
  name: string,
  state: AuthentikState,
  sessions: Sessions,
  storage: Storage,
): Adapter {
  const stored = storage.adapter(name);
  switch (name) {
    case "Client":
      return { ...stored, find: (id) => Promise.resolve(clientNamed(state, id)) };
    case "Session":
      return {
        ...stored,
        upsert: () => Promise.resolve(),
        find: (key) => Promise.resolve(sessionWith(sessions, key)),
      };
    default:
      return stored;
  }
}

function clientNamed(state: AuthentikState, id: string): AllClientMetadata | undefined {
  if (!state.providers.has(Number(id))) return undefined;
  return {
    client_id: id,
    redirect_uris: [CALLBACK],
    response_types: RESPONSE_TYPES,
    grant_types: ["authorization_code", "implicit", "refresh_token"],
    token_endpoint_auth_method: "none",
  };
}

function sessionWith(sessions: Sessions, key: string) {
  const session = sessions.byKey(key);
  const user = sessions.userOf(session);
  if (session?.login === undefined || user === undefined) return undefined;
  const accountId = String(user.pk);
  return { kind: "Session", jti: key, uid: key, accountId, loginTs: session.login.time };
}

function unusedKey() {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ format: "jwk" });
}
