import { urlEncode } from "../php";
import type { EspoCrmState } from "../state";
import { redirectUri } from "./authorization-data";
import { askProvider, isRefused, jsonOf, told } from "./identity-provider";

/** What the token endpoint gave for the authorization code. */
export interface Tokens {
  /** ID token, not verified. */
  readonly idToken: string;
  /** Access token; undefined if there was none. */
  readonly accessToken: string | undefined;
}

/**
 * Redeems the authorization code. The secret goes into the form (`client_secret_post`). Undefined: the
 * sign-in is refused.
 *
 * @param session PHP session; the code verifier is in it where EspoCRM proves its codes (PKCE).
 */
export async function requestTokens(
  state: EspoCrmState,
  code: string,
  session: string | undefined,
): Promise<Tokens | undefined> {
  const { settings, log } = state;
  const endpoint = settings.text("oidcTokenEndpoint");
  const clientId = settings.text("oidcClientId");
  const clientSecret = settings.text("oidcClientSecret");
  if (!endpoint) throw log.fatal("No token endpoint.");
  if (!clientId) throw log.fatal("No client ID.");
  if (!clientSecret) throw log.fatal("No client secret.");

  const answer = await askProvider(endpoint, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form({
      grant_type: "authorization_code",
      client_id: clientId,
      client_secret: clientSecret,
      code,
      redirect_uri: redirectUri(settings),
      ...(state.provesCodes() && { code_verifier: state.sessions.verifier(session) }),
    }),
    timeout: state.providerTimeout,
  });
  if (answer.status === 400) throw log.fatal(`OIDC: Bad token request.${told(answer)}`);
  if (isRefused(answer)) {
    log.warning(`OIDC: Token request error.${told(answer)}`);
    return undefined;
  }
  const tokens: { id_token?: unknown; access_token?: unknown } = jsonOf(answer) ?? {};
  const { id_token: idToken, access_token: accessToken } = tokens;
  if (typeof idToken !== "string" || idToken === "") {
    throw log.fatal(`OIDC: Bad token response.${told(answer)}`);
  }
  return { idToken, accessToken: typeof accessToken === "string" ? accessToken : undefined };
}

function form(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${urlEncode(value)}`)
    .join("&");
}
