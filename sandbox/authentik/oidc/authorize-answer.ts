import type { Session } from "../flows/sessions";
import { errorRedirect, type AuthorizeRequest } from "./authorize-request";
import type { Engine } from "./engine";

/** How a client gets its answer: with a redirect, or with a form that the browser posts. */
export type AuthorizeAnswer =
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "form_post"; readonly url: string; readonly fields: Record<string, string> };

/** What authentik sends, in its order; the engine adds more. */
const SENT = ["access_token", "id_token", "code", "token_type", "expires_in"];

/** Answers an authorization request that the person has let pass. */
export async function answerAuthorizeRequest(
  engine: Engine,
  request: AuthorizeRequest,
  session: Session,
  origin: string,
): Promise<AuthorizeAnswer> {
  const issued = await engine.authorize(request, session, origin);
  if (issued === undefined)
    return { kind: "redirect", to: errorRedirect(request, "invalid_request") };
  const fields = Object.fromEntries([
    ...SENT.flatMap((name) => (issued[name] === undefined ? [] : [[name, issued[name]]])),
    ["state", request.state],
  ]) as Record<string, string>;
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

function withQuery(uri: string, query: string): string {
  const [base = "", fragment] = uri.split("#", 2);
  const end = fragment === undefined ? "" : `#${fragment}`;
  return `${base}${base.includes("?") ? "&" : "?"}${query}${end}`;
}
