import type { AuthorizationData } from "../servers/espocrm/espocrm";
import type { Declaration } from "./declaration";

/** What makes one authorization request another than the next. */
export interface RequestOptions {
  /** Comes back with the code. */
  readonly state: string;
  /** Comes back in the ID token. */
  readonly nonce: string;
  /** Whether EspoCRM's code challenge goes along. @default true */
  readonly challenge?: boolean;
  /** Whether what EspoCRM asks of the log-in (prompt, age, claims) goes along. @default true */
  readonly wishes?: boolean;
}

/**
 * The address to which EspoCRM sends a browser, as its page makes it.
 * @param sent what EspoCRM says it sends; undefined for what is declared
 */
export function authorizationRequest(
  { clientId, endpoints, redirectUri, scopes }: Declaration,
  sent: AuthorizationData | undefined,
  { challenge = true, nonce, state, wishes = true }: RequestOptions,
): string {
  // As EspoCRM's page has it, openid in front of the list, whether it is in there or not.
  const asked = sent?.scopes ?? ["openid", ...scopes];
  const query = new URLSearchParams({
    client_id: sent?.clientId ?? clientId,
    redirect_uri: sent?.redirectUri ?? redirectUri,
    response_type: "code",
    scope: asked.join(" "),
    state,
    nonce,
  });
  if (challenge && sent?.codeChallenge) {
    query.set("code_challenge", sent.codeChallenge);
    query.set("code_challenge_method", sent.codeChallengeMethod ?? "S256");
  }
  if (wishes && sent !== undefined) {
    // With `none` authentik could only refuse: nobody is signed in yet.
    if (sent.prompt && sent.prompt !== "none") query.set("prompt", sent.prompt);
    if (sent.maxAge != null) query.set("max_age", String(sent.maxAge));
    if (sent.claims != null) query.set("claims", sent.claims);
  }
  return `${endpoints.authorization}?${query.toString()}`;
}
