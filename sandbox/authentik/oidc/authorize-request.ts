import type { AuthentikState } from "../state/authentik-state";
import type { GrantType, OAuth2Provider } from "../state/models";
import type { ReleaseTraits } from "../release";
import { describe, type OAuthErrorCode } from "./errors";
import { allowsRedirect, isForbidden } from "./redirect-uris";

/** Grant that each response type stands for. */
const GRANTS: Readonly<Record<string, GrantType>> = {
  code: "authorization_code",
  id_token: "implicit",
  "id_token token": "implicit",
  "code token": "hybrid",
  "code id_token": "hybrid",
  "code id_token token": "hybrid",
};

const PROMPTS = ["none", "consent", "login"] as const;
const RESPONSE_MODES = ["query", "fragment", "form_post"] as const;

/** How the answer gets to the client. */
export type ResponseMode = (typeof RESPONSE_MODES)[number];

/** An authorization request that may be answered. */
export interface AuthorizeRequest {
  /** Number of the provider. */
  readonly provider: number;
  /** As the client wrote it. */
  readonly redirectUri: string;
  /** As the client wrote it. */
  readonly responseType: string;
  /** Grant that the response type stands for. */
  readonly grantType: GrantType;
  /** How the answer gets to the client. */
  readonly responseMode: ResponseMode;
  /** Granted scopes: those asked for that the provider maps, or all that it maps. */
  readonly scopes: readonly string[];
  /** Returned as it is. */
  readonly state: string;
  /** Goes into the ID token. */
  readonly nonce: string | undefined;
  /** What the client wants of the person; other values are ignored. */
  readonly prompt: ReadonlySet<(typeof PROMPTS)[number]>;
  /** Greatest age of the log-in, in seconds; undefined for any. */
  readonly maxAge: number | undefined;
  /** PKCE; undefined without. */
  readonly challenge: { readonly value: string; readonly method: "plain" | "S256" } | undefined;
}

/** What became of reading a request. */
export type ReadAuthorizeRequest =
  | {
      readonly kind: "request";
      readonly request: AuthorizeRequest;
      readonly provider: OAuth2Provider;
    }
  /** To be shown, never redirected. */
  | { readonly kind: "page"; readonly title: string; readonly message: string }
  /** To be told to the client. */
  | { readonly kind: "redirect"; readonly to: string };

/** Reads and checks an authorization request, in authentik's order. */
export function readAuthorizeRequest(
  state: AuthentikState,
  traits: ReleaseTraits,
  query: URLSearchParams,
): ReadAuthorizeRequest {
  const clientId = query.get("client_id") ?? "";
  const provider = [...state.providers.values()].find(({ client_id }) => client_id === clientId);
  if (provider === undefined) {
    const message = "The client identifier (client_id) is missing or invalid.";
    return { kind: "page", title: "Client ID Error", message };
  }
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!mayRedirect(provider, traits, redirectUri)) {
    const message =
      "The request fails due to a missing, invalid, or mismatching redirection URI (redirect_uri).";
    return { kind: "page", title: "Redirect URI Error", message };
  }

  const responseType = query.get("response_type") ?? "";
  const grantType = GRANTS[responseType];
  const returned = { redirectUri, grantType, state: query.get("state") ?? "" };
  const refuse = (code: OAuthErrorCode, description?: string): ReadAuthorizeRequest => ({
    kind: "redirect",
    to: errorRedirect(returned, code, description),
  });

  if (grantType === undefined) return refuse("unsupported_response_type");
  if (traits.grantTypes && !provider.grant_types.includes(grantType)) {
    return refuse("invalid_request");
  }
  const scopes = grantedScopes(state, provider, query.get("scope") ?? "");
  const idTokenInFront = responseType.includes("id_token");
  if (!scopes.includes("openid") && (grantType === "hybrid" || idTokenInFront)) {
    return refuse("invalid_scope");
  }
  const nonce = query.get("nonce") ?? undefined;
  if (idTokenInFront && !nonce) return refuse("invalid_request");
  const challenge = query.get("code_challenge");
  const method = query.get("code_challenge_method") ?? "plain";
  if (challenge && method !== "plain" && method !== "S256") {
    return refuse("invalid_request", `Unsupported challenge method ${method}`);
  }
  if (query.get("request")) return refuse("request_not_supported");

  const mode = RESPONSE_MODES.find((candidate) => candidate === query.get("response_mode"));
  const prompts = (query.get("prompt") ?? "").split(/\s+/);
  const request: AuthorizeRequest = {
    ...returned,
    provider: provider.pk,
    responseType,
    grantType,
    responseMode: mode ?? (grantType === "authorization_code" ? "query" : "fragment"),
    scopes: scopes.filter((scope) => scope !== "offline_access" || responseType.includes("code")),
    nonce,
    prompt: new Set(PROMPTS.filter((prompt) => prompts.includes(prompt))),
    maxAge: Number.parseInt(query.get("max_age") ?? "", 10) || undefined,
    challenge: challenge
      ? { value: challenge, method: method === "S256" ? "S256" : "plain" }
      : undefined,
  };
  return { kind: "request", request, provider };
}

/** Where an error sends the browser: in the fragment when an answer would be there too. */
export function errorRedirect(
  request: Pick<AuthorizeRequest, "redirectUri" | "state"> & { grantType: GrantType | undefined },
  code: OAuthErrorCode,
  description = describe(code, "authorize"),
): string {
  const { redirectUri, state, grantType } = request;
  const inFragment = grantType === "implicit" || grantType === "hybrid";
  // As it came: authentik does not escape it.
  const end = state === "" ? "" : `&state=${state}`;
  const reason = `error=${code}&error_description=${encodeURIComponent(description)}`;
  return `${redirectUri}${inFragment ? "#" : "?"}${reason}${end}`;
}

function mayRedirect(provider: OAuth2Provider, traits: ReleaseTraits, uri: string): boolean {
  if (uri === "") return false;
  if (traits.keepsFirstRedirectUri && provider.redirect_uris.length === 0) {
    const first = {
      matching_mode: "strict",
      url: uri,
      redirect_uri_type: "authorization",
    } as const;
    provider.redirect_uris = [first];
  }
  return allowsRedirect(provider, "authorization", uri) && !isForbidden(uri);
}

/** Scopes that the provider does not map are dropped without a word. */
function grantedScopes(state: AuthentikState, provider: OAuth2Provider, scope: string): string[] {
  const mapped = new Set(
    provider.property_mappings.flatMap((pk) => state.scopeMappings.get(pk)?.scope_name ?? []),
  );
  const asked = scope.split(/\s+/).filter((name) => name !== "");
  return [...new Set(asked.length === 0 ? mapped : asked)].filter((name) => mapped.has(name));
}
