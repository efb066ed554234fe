import type { EspoCrmState } from "../state";
import type { User } from "../users";
import { readToken, UnreadableToken, type JsonWebToken } from "./json-web-token";
import { checkFields, checkSignature, checkTime, InvalidToken } from "./token-checks";
import { requestTokens } from "./token-request";
import { merged, userInfo } from "./user-info";
import { matchUser } from "./user-matching";

/** The user name under which an authorization code comes in the password's place. */
export const CODE_USER_NAME = "**oidc";

/**
 * Signs in with an authorization code; undefined refuses. The reason is in the log alone.
 *
 * @param attempt.nonce `X-Oidc-Authorization-Nonce`; without it the token's nonce is not looked at.
 * @param attempt.session PHP session, which holds the code verifier where there is one.
 */
export async function signInWithCode(
  state: EspoCrmState,
  code: string,
  { nonce, session }: { readonly nonce: string | undefined; readonly session: string | undefined },
): Promise<User | undefined> {
  const tokens = await requestTokens(state, code, session);
  if (tokens === undefined) return undefined;
  const idToken = read(state, tokens.idToken);
  if (!(await isValid(state, idToken))) return undefined;
  if (nonce && nonce !== idToken.nonce) {
    state.log.warning("OIDC: JWT nonce mismatch.");
    return undefined;
  }
  const claims = merged(idToken.claims, await userInfo(state, tokens.accessToken));
  return matchUser(state, claims);
}

function read({ log }: EspoCrmState, raw: string): JsonWebToken {
  try {
    return readToken(raw);
  } catch (error) {
    if (!(error instanceof UnreadableToken)) throw error;
    throw log.fatal(`OIDC: JWT parsing error. ${error.message}`.trimEnd());
  }
}

async function isValid(state: EspoCrmState, token: JsonWebToken): Promise<boolean> {
  try {
    checkTime(state, token);
    checkFields(state, token);
    await checkSignature(state, token);
    return true;
  } catch (error) {
    if (!(error instanceof InvalidToken)) throw error;
    state.log.error(`OIDC: ${error.message}`);
    return false;
  }
}
