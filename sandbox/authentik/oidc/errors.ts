import { randomUUID } from "node:crypto";

/** What authentik says about each error of OAuth 2.0 and OpenID Connect. */
const DESCRIPTIONS = {
  invalid_request: "The request is otherwise malformed",
  invalid_client:
    "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)",
  invalid_grant:
    "The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client",
  unsupported_grant_type:
    "The authorization grant type is not supported by the authorization server",
  unsupported_response_type:
    "The authorization server does not support obtaining an authorization code using this method",
  login_required: "The Authorization Server requires End-User authentication",
  consent_required: "The Authorization Server requires End-User consent",
  request_not_supported: "The provider does not support use of the request parameter",
  invalid_token:
    "The access token provided is expired, revoked, malformed, or invalid for other reasons",
  insufficient_scope: "The request requires higher privileges than provided by the access token",
} as const;

const INVALID_SCOPE = {
  authorize: "The requested scope is invalid, unknown, or malformed",
  token:
    "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner",
};

/** An error code. */
export type OAuthErrorCode = keyof typeof DESCRIPTIONS | "invalid_scope";

/** What authentik says about an error, at the authorization endpoint or the token endpoint. */
export const describe = (code: OAuthErrorCode, endpoint: "authorize" | "token"): string =>
  code === "invalid_scope" ? INVALID_SCOPE[endpoint] : DESCRIPTIONS[code];

/** The body of an error. */
export const errorBody = (error: OAuthErrorCode, description = describe(error, "token")) => ({
  error,
  error_description: description,
  request_id: randomUUID().replaceAll("-", ""),
});

/** A token request that is refused: HTTP 400, whatever the error. */
export class TokenError extends Error {
  constructor(
    /** The code. */
    readonly code: OAuthErrorCode,
    /** Explanation. @default - authentik's own for this code */
    readonly description = describe(code, "token"),
  ) {
    super(code);
  }
}
