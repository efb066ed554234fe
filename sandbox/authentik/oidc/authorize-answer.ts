import type { Session } from "../flows/sessions";
import type { Services } from "../services";
import type { OAuth2Provider, User } from "../state/models";
import type { AuthorizeRequest } from "./authorize-request";
import { issueCode, issueTokens } from "./issue";

/** How a client gets its answer: with a redirect, or with a form that the browser posts. */
export type AuthorizeAnswer =
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "form_post"; readonly url: string; readonly fields: Record<string, string> };

/** Who has let an authorization request pass, and where. */
export interface Consenting {
  /** The client. */
  readonly provider: OAuth2Provider;
  /** The person. */
  readonly user: User;
  /** The person's session. */
  readonly session: Session;
  /** Origin under which the browser reached authentik. */
  readonly origin: string;
}

/** Answers an authorization request that the person has let pass. */
export async function answerAuthorizeRequest(
  services: Services,
  request: AuthorizeRequest,
  consenting: Consenting,
): Promise<AuthorizeAnswer> {
  const fields = await fieldsFor(services, request, consenting);
  const { redirectUri, responseMode } = request;
  if (responseMode === "form_post") return { kind: "form_post", url: redirectUri, fields };
  const parameters = new URLSearchParams(fields).toString();
  // Tokens never go into a query, whatever the client wants.
  const inQuery = responseMode === "query" && request.grantType === "authorization_code";
  return {
    kind: "redirect",
    to: inQuery ? withQuery(redirectUri, parameters) : `${redirectUri}#${parameters}`,
  };
}

async function fieldsFor(
  services: Services,
  request: AuthorizeRequest,
  { provider, user, session, origin }: Consenting,
): Promise<Record<string, string>> {
  const { grantType, responseType, nonce, state } = request;
  const authorization = {
    provider: provider.pk,
    scopes: request.scopes,
    user: user.pk,
    session: session.key,
    authTime: session.login?.time ?? 0,
  };
  const code =
    grantType === "implicit"
      ? undefined
      : issueCode(services.tokens, provider, authorization, request);
  if (grantType === "authorization_code") return { ...(code && { code }), state };
  const context = { authorization, provider, user, nonce, origin };
  const { access, idToken, expiresIn } = await issueTokens(services, context, { code });
  const wanted = responseType.split(" ");
  return {
    ...(wanted.includes("token") && { access_token: access.value }),
    ...(wanted.includes("id_token") && { id_token: idToken }),
    ...(code && { code }),
    token_type: "Bearer",
    expires_in: String(expiresIn),
    state,
  };
}

function withQuery(uri: string, query: string): string {
  const [base = "", fragment] = uri.split("#", 2);
  const end = fragment === undefined ? "" : `#${fragment}`;
  return `${base}${base.includes("?") ? "&" : "?"}${query}${end}`;
}
