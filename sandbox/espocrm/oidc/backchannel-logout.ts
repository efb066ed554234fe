import type { FastifyRequest } from "fastify";
import { EspoError, forbidden } from "../errors";
import { asText, isTruthy } from "../php";
import { jsonBody } from "../request-body";
import type { EspoCrmState } from "../state";
import { readToken, UnreadableToken, type JsonWebToken } from "./json-web-token";
import { checkFields, checkSignature, checkTime, InvalidToken } from "./token-checks";

/**
 * Ends all sessions of the user whom a logout token names: `POST Oidc/backchannelLogout`. Any token
 * will do that is signed and meant for this client; the user name in it is not normalized.
 */
export async function backchannelLogout(
  state: EspoCrmState,
  request: FastifyRequest,
): Promise<true> {
  const raw = logoutToken(request);
  if (state.settings.authenticationMethod() !== "Oidc") throw forbidden();
  const token = read(state, raw);
  try {
    checkTime(state, token);
    await checkSignature(state, token);
    checkFields(state, token);
    endSessions(state, userName(state, token));
  } catch (error) {
    if (!(error instanceof InvalidToken)) throw error;
    throw new EspoError(403, `OIDC logout: Invalid JWT. ${error.message}`);
  }
  return true;
}

/** The token, from a form as OpenID Connect has it, or from JSON. */
function logoutToken(request: FastifyRequest): string {
  const type = request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  const token =
    type === "application/x-www-form-urlencoded"
      ? new URLSearchParams(request.rawBody).get("logout_token")
      : jsonBody(request)["logout_token"];
  if (typeof token !== "string" || token === "") throw new EspoError(400, "");
  return token;
}

function read({ log }: EspoCrmState, raw: string): JsonWebToken {
  try {
    return readToken(raw);
  } catch (error) {
    throw error instanceof UnreadableToken ? log.fatal(error.message) : error;
  }
}

function userName({ settings, log }: EspoCrmState, { claims }: JsonWebToken): string {
  const claim = settings.text("oidcUsernameClaim");
  if (!claim) throw new InvalidToken("No username claim in config.");
  const value = claims[claim];
  if (!isTruthy(value)) throw new InvalidToken(`No username claim \`${claim}\` in token.`);
  const name = asText(value);
  if (name === undefined) throw log.fatal("Username claim is not a text.");
  return name;
}

function endSessions({ users, tokens }: EspoCrmState, name: string): void {
  const user = users.named(name);
  for (const token of tokens.list()) {
    if (token.userId === user?.id) token.isActive = false;
  }
}
